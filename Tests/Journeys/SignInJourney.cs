using Massar.Tests.Support;

namespace Massar.Tests.Journeys;

public sealed class SignInJourney(Browser browser, DemoProvince demo) : IClassFixture<Browser>, IClassFixture<DemoProvince>
{
    [Theory]
    [InlineData("guardian", true)]
    [InlineData("guardian", false)]
    [InlineData("support", true)]
    [InlineData("auditor", false)]
    public async Task A_person_signs_in_and_out_with_or_without_scripts(string role, bool scripts)
    {
        await using var context = await browser.Open(demo, scripts: scripts);
        var page = await context.NewPageAsync();
        var errors = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") errors.Add(message.Text); };
        page.PageError += (_, error) => errors.Add(error);

        await Browser.SignIn(page, demo.Account(role));
        Assert.Equal(1, await page.Locator("h1").CountAsync());
        await page.Locator("details.menu").Nth(1).Locator("summary").ClickAsync();
        await page.Locator("form[action='/accounts/sign-out'] button").ClickAsync();
        await page.Locator("header a[href='/accounts/sign-in']").WaitForAsync();
        await page.GotoAsync("/accounts/me");

        Assert.Contains("/accounts/sign-in", page.Url, StringComparison.Ordinal);
        Assert.Empty(errors);
    }
}
