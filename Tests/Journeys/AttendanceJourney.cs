using System.Diagnostics;
using Massar.Features.Attendance;
using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Tests.Features.Attendance;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Massar.Tests.Journeys;

/// <summary>A teacher with a phone in a class without network (acceptance checks AC-MAS-5 and AC-MAS-6).</summary>
public sealed class AttendanceJourney(Browser browser, DemoProvince demo) : IClassFixture<Browser>, IClassFixture<DemoProvince>
{
    [Fact]
    public async Task The_call_is_two_taps_and_a_save_and_the_supervisor_sees_it_within_seconds()
    {
        await using var own = await OwnClass.Of(demo, pupils: 40);
        await using var phone = await Phone();
        await using var desk = await browser.Open(demo, phone: false, language: "fr");
        var board = await own.Open(desk, own.Head, Links.BoardOf(own.Session.Key.Day));
        var list = await own.Open(phone, own.Teacher, Links.CallsAt(own.Session.Key.Day, "M1"));

        var watch = Stopwatch.StartNew();
        await list.Locator("main .list a").First.TapAsync();
        await list.Locator(".roll li").Nth(3).Locator("label").First.TapAsync();
        await list.Locator(".roll li").Nth(17).Locator("label").Nth(1).TapAsync();
        await list.Locator(".dock button").TapAsync();
        await list.WaitForFunctionAsync("() => /envoyé à \\d\\d:\\d\\d/.test(document.querySelector('[data-calls]').textContent)");

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), watch.Elapsed.ToString());
        Assert.Equal(["1", "1"], await list.Locator("[data-count]").AllInnerTextsAsync());
        Assert.True(await list.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.Equal(new Dictionary<long, Presence> { [own.Session.Pupils[3].Id] = Presence.Absent, [own.Session.Pupils[17].Id] = Presence.Late }, (await own.Stored("M1"))!.Marked);
        if (own.IsToday)
            await board.WaitForFunctionAsync("() => document.querySelectorAll('.tiles b')[1].textContent === '1'", null, new PageWaitForFunctionOptions { Timeout = 8_000 });
        else
            await board.ReloadAsync();
        Assert.Equal("1", await board.Locator(".tiles b").Nth(1).InnerTextAsync());
    }

    [Fact]
    public async Task Calls_made_without_network_wait_survive_the_browser_and_go_by_themselves()
    {
        await using var own = await OwnClass.Of(demo, pupils: 5);
        await using var phone = await Phone();
        var first = await own.Open(phone, own.Teacher, own.Session.At("M1").Address);
        var second = await own.Open(phone, own.Teacher, own.Session.At("M2").Address);

        await phone.SetOfflineAsync(true);
        foreach (var page in new[] { first, second })
        {
            await page.BringToFrontAsync();
            await page.Locator(".roll li").Nth(0).Locator("label").First.TapAsync();
            await page.Locator(".dock button").TapAsync();
        }

        await second.WaitForFunctionAsync("() => document.querySelector('[data-calls]').textContent.includes(': 2')");
        Assert.Null(await own.Stored("M1"));

        // The first page is gone as when the phone kills it; the other learns that the network is back.
        await first.CloseAsync();
        await phone.SetOfflineAsync(false);
        await second.WaitForFunctionAsync("() => /envoyé à \\d\\d:\\d\\d/.test(document.querySelector('[data-calls]').textContent)");
        await second.WaitForFunctionAsync("() => !Object.keys(localStorage).some(k => k.startsWith('calls:'))");

        foreach (var hour in (string[])["M1", "M2"])
            Assert.Equal([own.Session.Pupils[0].Id], (await own.Stored(hour))!.Marked.Keys);
    }

    [Fact]
    public async Task A_call_left_on_the_phone_is_sent_when_the_list_is_opened_again()
    {
        await using var own = await OwnClass.Of(demo, pupils: 5);
        await using var phone = await Phone();
        var page = await own.Open(phone, own.Teacher, own.Session.Address);
        await phone.SetOfflineAsync(true);
        await page.Locator(".roll li").Nth(2).Locator("label").First.TapAsync();
        await page.Locator(".dock button").TapAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('[data-calls]').textContent.includes(': 1')");
        await page.CloseAsync();
        await phone.SetOfflineAsync(false);

        var list = await own.Open(phone, own.Teacher, Links.CallsAt(own.Session.Key.Day, "M1"));

        await list.WaitForFunctionAsync("() => /envoyé à \\d\\d:\\d\\d/.test(document.querySelector('[data-calls]').textContent)");
        Assert.Equal([own.Session.Pupils[2].Id], (await own.Stored("M1"))!.Marked.Keys);
    }

    [Fact]
    public async Task A_call_that_meets_another_waits_to_be_looked_at_and_is_not_lost()
    {
        await using var own = await OwnClass.Of(demo, pupils: 5);
        await using var phone = await Phone();
        var page = await own.Open(phone, own.Teacher, own.Session.Address);
        await phone.SetOfflineAsync(true);
        await page.Locator(".roll li").Nth(1).Locator("label").First.TapAsync();
        await page.Locator(".dock button").TapAsync();
        await own.CallAsSubstitute(0);
        await phone.SetOfflineAsync(false);

        await page.WaitForSelectorAsync("table.cards");
        Assert.Equal(2, await page.Locator("table.cards tbody tr").CountAsync());
        await page.ReloadAsync();
        await page.WaitForSelectorAsync("table.cards");
        await page.Locator(".dock button").TapAsync();
        if (!own.IsToday)
        {
            // On a day without school the last lesson is over: what differs is the supervisor's now, and still not lost.
            await page.GetByText(Words.All.Say("fr", "attendance.call.over")).First.WaitForAsync();
            Assert.True(await page.EvaluateAsync<bool>("() => Object.keys(localStorage).some(k => k.startsWith('calls:'))"));
            Assert.Equal([own.Session.Pupils[0].Id], (await own.Stored("M1"))!.Marked.Keys);
            return;
        }

        await page.WaitForFunctionAsync("() => !Object.keys(localStorage).some(k => k.startsWith('calls:'))");

        Assert.Equal([own.Session.Pupils[1].Id], (await own.Stored("M1"))!.Marked.Keys);
    }

    private async Task<IBrowserContext> Phone()
    {
        var context = await browser.Chromium.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = demo.Address.ToString(),
            ViewportSize = new ViewportSize { Width = 360, Height = 640 },
            HasTouch = true,
            IsMobile = true,
            Locale = "fr-MA",
        });
        context.SetDefaultTimeout(15_000);
        await context.AddCookiesAsync([new Cookie { Name = "lang", Value = "fr", Url = demo.Address.ToString() }]);
        return context;
    }

    /// <summary>A class of its own in the demo's database, on the last school day there was: nobody moves a browser's clock.</summary>
    private sealed class OwnClass : IAsyncDisposable
    {
        private readonly DirectoryInfo state = Directory.CreateTempSubdirectory("massar-journey-state");
        private MassarApp.Host host = null!;
        private MassarApp app = null!;
        private Uri address = null!;

        public GivenSession Session { get; private set; } = null!;

        public string Teacher { get; private set; } = "";

        public string Head { get; private set; } = "";

        public bool IsToday => Session.Key.Day == MoroccanDay.Today(TimeProvider.System);

        public static async Task<OwnClass> Of(DemoProvince demo, int pupils)
        {
            var own = new OwnClass { address = demo.Address };
            own.host = new MassarApp.Host(demo.Database, own.state.FullName);
            own.app = MassarApp.Over(own.host);
            var session = await own.app.Session(pupils);
            var holidays = await own.app.Read(db => db.CalendarEntries.AsNoTracking().Where(c => c.Kind == "holiday").ToListAsync());
            var day = session.Key.Day;
            while (day.DayOfWeek == DayOfWeek.Sunday || holidays.Any(h => h.StartsOn <= day && day <= h.EndsOn))
                day = day.AddDays(-1);
            own.Session = session with { Key = session.Key with { Day = day } };
            own.Teacher = (await own.app.SignIn(session.Teacher)).Cookies["massar"];
            own.Head = (await own.app.SignIn(session.School.Head)).Cookies["massar"];
            return own;
        }

        public async Task<IPage> Open(IBrowserContext context, string token, string path)
        {
            await context.AddCookiesAsync([new Cookie { Name = "massar", Value = token, Url = address.ToString() }]);
            var page = await context.NewPageAsync();
            await page.GotoAsync(path);
            return page;
        }

        public async Task CallAsSubstitute(int pupil)
        {
            var substitute = await app.SignIn(await app.Given.Teacher(Session.Class));
            await (await substitute.Open(Session.Address)).Submit(Session.Absent(pupil));
        }

        public Task<RollCall?> Stored(string hour) => app.Stored(Session.At(hour));

        public async ValueTask DisposeAsync()
        {
            await host.DisposeAsync();
            state.Delete(recursive: true);
        }
    }
}
