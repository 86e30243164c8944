using System.Globalization;
using Massar.Features.Accounts.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Work;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Massar.Tests.Journeys;

/// <summary>A decision and the pay it changes, from the manager's proposal to the employee's telephone, in a real browser.</summary>
public sealed class HrJourney(Browser browser, DemoProvince demo) : IClassFixture<Browser>, IClassFixture<DemoProvince>
{
    [Fact]
    public async Task An_advancement_goes_from_its_proposal_through_three_visas_and_a_signature_to_the_employee_and_his_pay()
    {
        await using var own = await OwnProvince.Of(browser, demo);
        var (province, app) = (own.Province, own.App);
        var teacher = await province.Teacher();
        var (month, before) = await own.PayMonth(teacher);

        // The manager proposes and sends.
        var hr = await own.Open(province.Hr);
        await hr.GotoAsync("/decisions/echelon");
        await hr.Locator($"input[name=Employee][value='{teacher.EmployeeId}']").CheckAsync();
        await hr.Locator("main .dock button:not([name])").ClickAsync();
        await Browser.Reach(hr, "**/decisions/batches/**");
        await hr.Locator("main form[action='/decisions/send'] button").ClickAsync();
        await hr.WaitForLoadStateAsync();
        var id = await app.Read(db => db.Decisions.Where(d => d.EmployeeId == teacher.EmployeeId).Select(d => d.Id).SingleAsync());
        Assert.Equal(DecisionState.InVisa, (await province.Decision(id)).State);

        // The employee follows: his pay page names the office, the days there and what is usual.
        var phone = await own.Open(teacher, phone: true, language: "ar");
        foreach (var (who, office) in ((GivenPerson, string)[])[(province.HeadOfService, "مصلحة تدبير الموارد البشرية"), (province.Director, "المدير الإقليمي"), (province.Control, "المراقبة المالية")])
        {
            await phone.GotoAsync("/payslips");
            Assert.Contains(office, await phone.Locator("main section.panel").InnerTextAsync(), StringComparison.Ordinal);

            var gate = await own.Open(who);
            await gate.GotoAsync("/decisions/inbox");
            await gate.Locator($"main tbody a[href='/decisions/{id}']").ClickAsync();
            await gate.Locator("main button[value=Granted]").ClickAsync();
            await Browser.Reach(gate, "**/decisions/inbox");
            Assert.Equal(0, await gate.Locator($"main tbody a[href='/decisions/{id}']").CountAsync());
        }

        // The signatory is asked for a code before the first signature.
        var secret = Totp.NewSecret();
        var stored = demo.Services.GetRequiredService<SecondFactors>().Seal(province.Signatory.AccountId, secret);
        await app.Write(db => db.Accounts.Where(a => a.Id == province.Signatory.AccountId).ExecuteUpdateAsync(s => s.SetProperty(a => a.TotpSecret, stored)));
        var desk = await own.Open(province.Signatory);
        await desk.GotoAsync("/decisions/inbox");
        await desk.Locator($"main tbody a[href='/decisions/{id}']").ClickAsync();
        var sign = desk.Locator($"main form[action='/decisions/{id}/signature'] button");
        await sign.ClickAsync();
        await Browser.Reach(desk, "**/accounts/step-up**");
        Assert.Null((await province.Decision(id)).Number);
        await desk.Locator("main input[autocomplete=one-time-code]").FillAsync(Totp.Code(secret, Totp.StepAt(DateTimeOffset.UtcNow)));
        await desk.Locator("main form button").First.ClickAsync();
        await Browser.Reach(desk, $"**/decisions/{id}");
        await sign.ClickAsync();
        await desk.WaitForSelectorAsync($"main a[href='/decisions/{id}/paper']");
        var number = (await province.Decision(id)).Number;
        Assert.NotNull(number);
        Assert.Contains(number, await desk.Locator("main h1").InnerTextAsync(), StringComparison.Ordinal);

        // The employee opens it: that is the notice; échelon and pay have changed.
        await phone.GotoAsync("/decisions/mine");
        await phone.Locator($"main a[href='/decisions/mine/{id}']").ClickAsync();
        await phone.Locator($"main form[action='/decisions/mine/{id}/opening'] button").ClickAsync();
        var paper = phone.Locator($"main a[href='/decisions/mine/{id}/paper']");
        await paper.WaitForAsync();
        Assert.Equal(DecisionState.Notified, (await province.Decision(id)).State);
        var file = await (await phone.APIRequest.GetAsync(new Uri(demo.Address, $"/decisions/mine/{id}/paper").ToString())).BodyAsync();
        Assert.Equal("%PDF-"u8.ToArray(), file[..5]);

        await phone.GotoAsync($"/payslips/{month.ToString("yyyy-MM", CultureInfo.InvariantCulture)}");
        Assert.Contains("402", await phone.Locator("main dl.facts").First.InnerTextAsync(), StringComparison.Ordinal);
        var after = await app.Read(db => db.PayMonths.AsNoTracking().SingleAsync(m => m.EmployeeId == teacher.EmployeeId && m.Month == month));
        Assert.Equal((6, 402), (after.Echelon, after.Index));
        Assert.True(after.Net > before.Net);
        Assert.Contains(Massar.Infrastructure.Text.Formats.Money(after.Net, "ar"), await phone.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await phone.GotoAsync("/payslips");
        Assert.Equal(0, await phone.Locator("main section.panel").CountAsync());
    }

    [Fact]
    public async Task An_auditor_reads_every_decision_and_finds_nothing_to_press()
    {
        await using var own = await OwnProvince.Of(browser, demo);
        var id = (await own.Province.Drafts(await own.Province.Teacher()))[0];
        await own.Province.Send(id);
        var page = await own.Open(demo.Account(Roles.Auditor));

        await page.GotoAsync("/");
        await page.Locator("nav a[href='/decisions']").First.ClickAsync();
        await Browser.Reach(page, "**/decisions");
        Assert.Equal(0, await page.Locator("main form[method=post]").CountAsync());
        await page.Locator($"main tbody a[href='/decisions/{id}']").ClickAsync();
        await Browser.Reach(page, $"**/decisions/{id}");
        Assert.True(await page.Locator("main .timeline li").CountAsync() > 2);
        Assert.Equal(0, await page.Locator("main form, main button").CountAsync());

        var version = (await own.Province.Decision(id)).Version;
        foreach (var (address, body) in ((string, string)[])[($"/api/decisions/{id}/visa", $$"""{"version":"{{version}}","act":"Granted"}"""), ($"/api/decisions/{id}/signature", $$"""{"version":"{{version}}"}"""), ($"/api/decisions/{id}/delivery", """{"day":"2026-01-01"}"""), ("/api/decisions/send", $$"""{"decisions":[{{id}}]}""")])
            Assert.Equal(403, await Post(page, address, body));
        Assert.Equal((DecisionState.InVisa, version), ((await own.Province.Decision(id)).State, (await own.Province.Decision(id)).Version));
    }

    [Fact]
    public async Task A_person_of_the_support_sees_work_without_what_it_is_about_and_cannot_stop_it()
    {
        await using var own = await OwnProvince.Of(browser, demo);
        var page = await own.Open(demo.Account(Roles.Support));
        var work = await own.App.Read(db => db.WorkItems.OrderByDescending(w => w.Id).FirstAsync());

        await page.GotoAsync("/");
        await page.Locator("nav a[href='/jobs']").First.ClickAsync();
        await Browser.Reach(page, "**/jobs");

        var text = await page.Locator("main").InnerTextAsync();
        Assert.Contains(Words.All.Say("fr", $"jobs.kind.{work.Kind}"), text, StringComparison.Ordinal);
        Assert.DoesNotContain(work.Key, text, StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("main form[method=post]").CountAsync());
        Assert.InRange(await Post(page, $"/api/jobs/{work.Id}/stop", "{}"), 400, 499);
        Assert.NotEqual(WorkState.Stopped, await own.App.Read(db => db.WorkItems.Where(w => w.Id == work.Id).Select(w => w.State).SingleAsync()));
    }

    private static Task<int> Post(IPage page, string address, string body) => page.EvaluateAsync<int>(
        "async ([address, body]) => (await fetch(address, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })).status", new[] { address, body });

    /// <summary>A province with everybody a decision passes by, in the demo's database but nobody else's.</summary>
    private sealed class OwnProvince : IAsyncDisposable
    {
        private readonly DirectoryInfo state = Directory.CreateTempSubdirectory("massar-journey-state");
        private readonly List<IBrowserContext> contexts = [];
        private MassarApp.Host host = null!;
        private Browser browser = null!;
        private DemoProvince demo = null!;

        public MassarApp App { get; private set; } = null!;

        public Province Province { get; private set; } = null!;

        public static async Task<OwnProvince> Of(Browser browser, DemoProvince demo)
        {
            var own = new OwnProvince { browser = browser, demo = demo };
            own.host = new MassarApp.Host(demo.Database, own.state.FullName);
            own.App = MassarApp.Over(own.host);
            own.Province = await Province.Make(own.App);
            return own;
        }

        public async Task<IPage> Open(GivenPerson person, bool phone = false, string language = "fr") => await Open((await App.SignIn(person)).Cookies["massar"], phone, language);

        public async Task<IPage> Open(DemoAccount account) => await Open(await demo.Token(account), phone: false, "fr");

        /// <summary>This month's pay, computed and not yet sent.</summary>
        public async Task<(DateOnly Month, PayMonth Pay)> PayMonth(GivenPerson person)
        {
            var today = MoroccanDay.Today(TimeProvider.System);
            var month = new DateOnly(today.Year, today.Month, 1);
            var settings = await App.Read(db => db.Settings.AsNoTracking().ToListAsync());
            var pay = Massar.Features.Payslips.Domain.PayMonth.Begin(person.EmployeeId!.Value, person.PlaceId, month, new PayCase("10", 5, 377, "B", true, 0, 1), PayRates.Of(settings, month), DateTime.UtcNow);
            await App.Write(async db =>
            {
                db.PayMonths.Add(pay);
                await db.SaveChangesAsync();
            });
            return (month, pay);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var context in contexts)
                await context.DisposeAsync();
            await host.DisposeAsync();
            state.Delete(recursive: true);
        }

        private async Task<IPage> Open(string token, bool phone, string language)
        {
            var context = await browser.Open(demo, phone, language);
            contexts.Add(context);
            await context.AddCookiesAsync([new Cookie { Name = "massar", Value = token, Url = demo.Address.ToString() }]);
            return await context.NewPageAsync();
        }
    }
}
