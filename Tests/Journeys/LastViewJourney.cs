using System.Text.Json;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Massar.Tests.Journeys;

/// <summary>A teacher's own file on his telephone, with network and without, and the telephone in other hands.</summary>
public sealed class LastViewJourney(Browser browser, DemoProvince demo) : IClassFixture<Browser>, IClassFixture<DemoProvince>
{
    private const string IsKept = "() => caches.has('massar-kept')";

    /// <summary>AC-TAB-1.</summary>
    [Fact]
    public async Task AC_TAB_1_The_last_view_is_installed_read_without_network_and_wiped_with_the_session_its_time_or_another_person()
    {
        var state = Directory.CreateTempSubdirectory("massar-journey-state");
        await using var host = new MassarApp.Host(demo.Database, state.FullName);
        var app = MassarApp.Over(host);
        var province = await Province.Make(app);
        var teacher = await province.Teacher();
        var other = await province.Teacher();
        var (cin, ppr) = await app.Read(db => db.Employees.Where(e => e.Id == teacher.EmployeeId).Select(e => ValueTuple.Create(e.Cin, e.Ppr)).SingleAsync());
        var draft = await province.Drafts(teacher);
        await province.Send(draft);
        await province.Grant(province.HeadOfService, draft);
        await province.Grant(province.Director, draft);
        // Twelve days at financial control, where fifteen are usual.
        var since = DateTime.UtcNow.AddDays(-12);
        await app.Write(db => db.Decisions.Where(d => d.Id == draft[0]).ExecuteUpdateAsync(s => s.SetProperty(d => d.WaitingSince, since).SetProperty(d => d.LateAfter, MoroccanDay.Of(since).AddDays(15))));

        await using var phone = await browser.Open(demo, language: "fr");
        await Wear(phone, (await app.SignIn(teacher)).Cookies["massar"]);
        var page = await phone.NewPageAsync();
        var policy = new List<string>();
        page.Console += (_, message) => { if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal)) policy.Add(message.Text); };

        // A position other than activity is no word for a telephone.
        await app.Write(db => db.CareerSteps.Where(s => s.EmployeeId == other.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(c => c.PositionCode, "AVAILABILITY_REQUEST")));
        Assert.DoesNotContain("AVAILABILITY_REQUEST", await (await app.SignIn(other)).Api.GetStringAsync("/api/tabligh"), StringComparison.Ordinal);

        // Installable: what it is called in the reader's language, and pictures of it.
        await page.GotoAsync("/tabligh");
        var address = await page.Locator("link[rel=manifest]").GetAttributeAsync("href");
        var answer = await phone.APIRequest.GetAsync(address!);
        Assert.False(answer.Headers.ContainsKey("session-tag"));
        var manifest = JsonDocument.Parse(await answer.TextAsync()).RootElement;
        Assert.Equal(("fr", "ltr", "standalone", Words.All.Say("fr", "ui.massar")), (manifest.GetProperty("lang").GetString(), manifest.GetProperty("dir").GetString(), manifest.GetProperty("display").GetString(), manifest.GetProperty("short_name").GetString()));
        foreach (var icon in manifest.GetProperty("icons").EnumerateArray())
        {
            var wide = await page.EvaluateAsync<int>("src => new Promise((ok, no) => { const i = new Image(); i.onload = () => ok(i.naturalWidth); i.onerror = no; i.src = src; })", icon.GetProperty("src").GetString());
            Assert.Equal(icon.GetProperty("sizes").GetString(), $"{wide}x{wide}");
        }

        // Nothing is kept before it is asked for.
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.getRegistration().then(known => !!known && !!known.active)");
        await page.ReloadAsync();
        Assert.False(await page.EvaluateAsync<bool>(IsKept));
        await Keep(page);

        // Without network: the three situations, the day they are of, and where the decision waits.
        await phone.SetOfflineAsync(true);
        await page.GotoAsync("/");
        var read = await page.Locator("main").InnerTextAsync();
        foreach (var key in (string[])["employees.administrative", "employees.financial", "employees.family"])
            Assert.Contains(Words.All.Say("fr", key), read, StringComparison.Ordinal);
        Assert.Contains(MoroccanDay.Local(DateTime.UtcNow).Year.ToString(System.Globalization.CultureInfo.InvariantCulture), await page.Locator("main .note strong").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Matches(@"Contrôle financier \(Trésorerie\)\s*: depuis 12\sjours \(\d\d/\d\d/\d{4}\)\s; d'habitude 15\sjours", read.Replace('’', '\''));
        var whole = await page.ContentAsync();
        Assert.All((string[])[cin, ppr, "__RequestVerificationToken", "/accounts/"], secret => Assert.DoesNotContain(secret, whole, StringComparison.Ordinal));
        // Other pages are not there.
        await page.GotoAsync("/payslips");
        Assert.Contains(Words.All.Say("fr", "portal.offline.title"), await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        // Its time is over.
        await page.EvaluateAsync("""
            async () => {
              const store = await caches.open('massar-kept'), copy = await store.match('/tabligh/copy'), head = new Headers(copy.headers);
              head.set('Kept-Until', '1');
              await store.put('/tabligh/copy', new Response(await copy.text(), { headers: head }));
            }
            """);
        await page.GotoAsync("/");
        Assert.Contains(Words.All.Say("fr", "portal.offline.title"), await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.False(await page.EvaluateAsync<bool>(IsKept));
        await phone.SetOfflineAsync(false);

        // Removed by hand; then another person on the same phone; then nobody any more; then signed out.
        await Keep(page);
        await page.Locator("[data-act=forget]").ClickAsync();
        await page.WaitForFunctionAsync("() => caches.has('massar-kept').then(kept => !kept)");
        await Keep(page);
        await Wear(phone, (await app.SignIn(other)).Cookies["massar"]);
        await page.GotoAsync("/payslips");
        Assert.False(await page.EvaluateAsync<bool>(IsKept));

        await Keep(page);
        await phone.ClearCookiesAsync(new BrowserContextClearCookiesOptions { Name = "massar" });
        await page.GotoAsync("/payslips");
        Assert.Contains("/accounts/sign-in", page.Url, StringComparison.Ordinal);
        Assert.False(await page.EvaluateAsync<bool>(IsKept));

        await Wear(phone, (await app.SignIn(teacher)).Cookies["massar"]);
        await Keep(page);
        await page.EvaluateAsync("() => document.querySelector(\"form[action='/accounts/sign-out']\").requestSubmit()");
        await Browser.Reach(page, "**/accounts/sign-in**");
        Assert.False(await page.EvaluateAsync<bool>(IsKept));
        Assert.Empty(policy);
        state.Delete(recursive: true);
    }

    private static async Task Keep(IPage page)
    {
        await page.GotoAsync("/tabligh");
        await page.Locator("[data-act=keep]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-act=forget]")).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>(IsKept));
    }

    private Task Wear(IBrowserContext phone, string token) => phone.AddCookiesAsync([new Cookie { Name = "massar", Value = token, Url = demo.Address.ToString() }]);
}
