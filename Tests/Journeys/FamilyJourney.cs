using Massar.Tests.Support;
using Microsoft.Playwright;

namespace Massar.Tests.Journeys;

/// <summary>A guardian on a small phone, Arabic first.</summary>
public sealed class FamilyJourney(Browser browser, DemoProvince demo) : IClassFixture<Browser>, IClassFixture<DemoProvince>
{
    private const int FirstVisit = 14 * 1024;

    [Fact]
    public async Task With_scripts_off_a_guardian_reads_the_marks_of_a_child()
    {
        await using var context = await browser.Open(demo, scripts: false);
        var page = await context.NewPageAsync();

        await Browser.SignIn(page, demo.Account("guardian"));
        await page.GotoAsync("/marks/children");
        await page.Locator("main a[href^='/marks/children/']").First.ClickAsync();

        Assert.True(await page.Locator("main table tbody tr").CountAsync() > 0);
        Assert.Equal("rtl", await page.Locator("html").GetAttributeAsync("dir"));
    }

    [Fact]
    public async Task On_a_line_of_50_kilobits_the_marks_of_a_child_come_whole_and_light()
    {
        await using var context = await browser.Open(demo);
        await context.AddCookiesAsync([new Cookie { Name = "massar", Value = await demo.Token(demo.Account("guardian")), Url = demo.Address.ToString() }]);
        var page = await context.NewPageAsync();
        var wire = await context.NewCDPSessionAsync(page);
        await wire.SendAsync("Network.enable");
        await wire.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object> { ["offline"] = false, ["latency"] = 800, ["downloadThroughput"] = 50_000 / 8, ["uploadThroughput"] = 50_000 / 8 });
        var (bytes, requests) = (0d, 0);
        wire.Event("Network.loadingFinished").OnEvent += (_, finished) => bytes += finished!.Value.GetProperty("encodedDataLength").GetDouble();
        wire.Event("Network.requestWillBeSent").OnEvent += (_, _) => requests++;

        page.SetDefaultTimeout(60_000);
        await page.GotoAsync("/marks/children", new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        var first = await page.Locator("main a[href^='/marks/children/']").First.GetAttributeAsync("href");
        Assert.InRange(bytes, 1, FirstVisit);
        Assert.InRange(requests, 1, 3);
        await page.GotoAsync(first!, new PageGotoOptions { WaitUntil = WaitUntilState.Load });

        Assert.True(await page.Locator("main table tbody tr").CountAsync() > 0);
    }

    [Fact]
    public async Task Scripts_off_or_on_a_visitor_checks_a_paper_by_its_code()
    {
        await using var context = await browser.Open(demo, language: "fr", scripts: false);
        var page = await context.NewPageAsync();

        await page.GotoAsync("/verify");
        await page.Locator("main input[type=text], main input:not([type])").First.FillAsync("AAAA AAAA AAAA AAAA AAAA AAAA AAAA");
        await page.Locator("main form button").First.ClickAsync();

        Assert.Equal(1, await page.Locator("h1").CountAsync());
        Assert.DoesNotContain("verify.", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }
}
