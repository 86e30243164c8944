using Massar.Features.ReportCards;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Massar.Tests.Journeys;

/// <summary>AC-MAS-8 in a browser: a head goes through a class on one page, and what is chosen and typed is saved by itself.</summary>
public sealed class CouncilJourney(Browser browser, DemoProvince demo) : IClassFixture<Browser>, IClassFixture<DemoProvince>
{
    [Fact]
    public async Task Remarks_and_choices_are_saved_while_the_head_goes_on_and_the_roster_follows()
    {
        await using var context = await browser.Open(demo, phone: false, language: "fr");
        await context.AddCookiesAsync([new Cookie { Name = "massar", Value = await demo.Token(demo.Account(Roles.Head)), Url = demo.Address.ToString() }]);
        await using var scope = demo.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        var council = await db.Councils.AsNoTracking().FirstAsync(c => c.State == CouncilState.InSession);
        var page = await context.NewPageAsync();
        var policy = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") policy.Add(message.Text); };
        await page.GotoAsync(Links.Council(council.ClassId, council.Semester));
        var line = page.Locator("#panel form");
        var pupil = long.Parse((await line.GetAttributeAsync("action"))!.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);

        await Saved(() => line.Locator("[name=Honour]").SelectOptionAsync("WARNING"));
        await Saved(() => line.Locator("[name=Decision]").SelectOptionAsync("REPEAT"));
        await line.Locator("[name=Remark]").FillAsync("Doit revoir les bases");
        await Saved(() => line.Locator("[name=Dissent]").FocusAsync());
        await line.Locator("[name=Dissent]").FillAsync("Mme Bennani : passage");
        // Leaving by a link of the roster, without a button: the last field is left, so it is saved.
        await Saved(() => line.Locator("[name=Remark]").FocusAsync());

        Assert.Contains("Redouble", await page.Locator($"#w{pupil}").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("Enregistré", (await page.Locator("#line-state [role=status]").InnerTextAsync()).Trim());
        var kept = await db.CouncilLines.AsNoTracking().SingleAsync(l => l.CouncilId == council.Id && l.PupilId == pupil);
        Assert.Equal(("REPEAT", "WARNING", "Doit revoir les bases", "Mme Bennani : passage"), (kept.Decision, kept.Honour, kept.Remark, kept.Dissent));
        await line.Locator("button[name=Next]").ClickAsync();
        await Browser.Reach(page, "**?pupil=*");
        Assert.NotEqual(pupil.ToString(System.Globalization.CultureInfo.InvariantCulture), page.Url.Split('=')[^1]);
        Assert.StartsWith(Links.Council(council.ClassId, council.Semester), new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
        Assert.Empty(policy);

        // An answer that says it is saved, and the page that has taken it in.
        async Task Saved(Func<Task> act)
        {
            var seen = await page.Locator("#line-state [name=Seen]").InputValueAsync();
            var answer = await page.RunAndWaitForResponseAsync(act, r => r.Request.Method == "POST" && r.Url.EndsWith($"/pupils/{pupil}", StringComparison.Ordinal));
            Assert.Equal(200, answer.Status);
            await page.WaitForFunctionAsync("seen => document.querySelector('#line-state [name=Seen]').value !== seen", seen);
        }
    }
}
