using System.Text.RegularExpressions;
using Massar.Features.Mobility.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Massar.Tests.Journeys;

/// <summary>An employee's transfer from the open campaign to the academy, on a phone, and the two offices at their desks.</summary>
public sealed partial class EmployeeJourney(Browser browser, DemoProvince demo) : IClassFixture<Browser>, IClassFixture<DemoProvince>
{
    [Fact]
    public async Task A_transfer_is_ordered_sent_withdrawn_sent_again_validated_and_returned()
    {
        await using var phone = await browser.Open(demo, language: "ar");
        var page = await As(phone, Roles.Employee);
        var policy = new List<string>();
        page.Console += (_, message) => { if (message.Type == "error") policy.Add(message.Text); };

        // His file: points that add up, each with its source.
        await page.GotoAsync("/mobility/campaigns");
        await page.Locator("main a[href$='/file']").First.ClickAsync();
        Assert.NotEqual("0,00", await page.Locator("#total").InnerTextAsync());
        await page.Locator("main .acts a[href$='/request']").ClickAsync();

        // Two wishes, the second moved to the front.
        await Wish(page, 1);
        await Wish(page, 2);
        await Assertions.Expect(page.Locator("#order li")).ToHaveCountAsync(2);
        var (one, other) = (await Wished(page, 0).InnerTextAsync(), await Wished(page, 1).InnerTextAsync());
        await page.Locator("#order button[value^='down:']").First.ClickAsync();
        await Assertions.Expect(Wished(page, 0)).ToHaveTextAsync(other);
        // What was moved keeps the focus, though at the end of the list its button is dead.
        Assert.Equal(one, await page.Locator("#order li:focus bdi").First.InnerTextAsync());

        var number = await Send(page);
        Assert.Equal([other, one], await page.Locator(".wishes li").EvaluateAllAsync<string[]>("items => items.map(i => i.querySelector('bdi').textContent)"));

        await page.Locator("main .acts a[href^='/mobility/requests/']").ClickAsync();
        await page.Locator("#withdraw button").ClickAsync();
        await page.Locator("#confirm button[value=yes]").ClickAsync();
        await Assertions.Expect(page.Locator("#withdraw")).ToHaveCountAsync(0);
        var id = long.Parse(Number().Match(page.Url).Value[1..], System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(RequestState.Withdrawn, await State(id));

        // Taking a withdrawn request up again is a change like another.
        await page.Locator("main .acts a.btn[href$='/request']").ClickAsync();
        await page.Locator("#order button[value^='down:']").First.ClickAsync();
        await Assertions.Expect(Wished(page, 0)).ToHaveTextAsync(one);
        Assert.Equal(number, await Send(page));
        Assert.Equal(RequestState.Submitted, await State(id));

        // The directorate, then the academy, which sends it back with a reason.
        await using var desk = await browser.Open(demo, phone: false, language: "fr");
        var office = await As(desk, Roles.HrManager);
        await office.GotoAsync($"/mobility/requests/{id}");
        await office.Locator("#validate button").ClickAsync();
        await Assertions.Expect(office.Locator("main .note.ok")).ToBeVisibleAsync();
        Assert.Equal(RequestState.DirectorateValidated, await State(id));

        await using var above = await browser.Open(demo, phone: false, language: "fr");
        var academy = await As(above, Roles.AcademyMobility);
        await academy.GotoAsync($"/mobility/requests/{id}/return");
        await academy.Locator("main form button").First.ClickAsync();
        await Assertions.Expect(academy.Locator("main .err").First).ToBeVisibleAsync(); // a return says why
        await academy.Locator("main textarea").FillAsync("Ancienneté à vérifier");
        await academy.Locator("main form button").First.ClickAsync();
        await Browser.Reach(academy, url => new Uri(url).AbsolutePath == $"/mobility/requests/{id}");
        await Assertions.Expect(academy.GetByText("Ancienneté à vérifier").First).ToBeVisibleAsync();
        Assert.Equal(RequestState.ReturnedByAcademy, await State(id));
        Assert.DoesNotContain(policy, p => p.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_choice_is_lost_while_the_lists_are_on_their_way()
    {
        // The demo has one school here, which is the teacher's own and not offered to him.
        var (neighbour, there) = await AnotherSchool();
        await using var phone = await browser.Open(demo, language: "fr", worker: false);
        var page = await As(phone, Roles.Teacher);
        await page.GotoAsync("/mobility/campaigns");
        await page.Locator("main a[href$='/request']").First.ClickAsync();
        var (directorate, commune, school, add) = (page.Locator("#p-Directorate"), page.Locator("#p-Commune"), page.Locator("#f-Place"), page.Locator("#add button"));
        await Assertions.Expect(school).ToBeDisabledAsync();

        // A slow phone: the first choice is made before the scripts have come.
        var scripts = new TaskCompletionSource();
        await page.RouteAsync("**/lib/htmx*", async route => { await scripts.Task; await route.ContinueAsync(); });
        await page.ReloadAsync(new PageReloadOptions { WaitUntil = WaitUntilState.Commit });
        await directorate.SelectOptionAsync(new SelectOptionValue { Value = $"{neighbour}" });
        Assert.Equal(1, await commune.Locator("option").CountAsync());
        scripts.SetResult();
        await commune.SelectOptionAsync(new SelectOptionValue { Value = $"{there}" });
        await school.SelectOptionAsync(new SelectOptionValue { Index = 1 });
        var chosen = await directorate.InputValueAsync();

        // A slow line: until the lists of another directorate are there, nothing can be chosen in those of the first, nor added.
        var answers = new TaskCompletionSource();
        await page.RouteAsync("**/request/places?**", async route => { await answers.Task; await route.ContinueAsync(); });
        await directorate.SelectOptionAsync(new SelectOptionValue { Index = 3 });
        await Assertions.Expect(school).ToBeDisabledAsync();
        await Assertions.Expect(commune).ToBeDisabledAsync();
        await Assertions.Expect(add).ToBeDisabledAsync();

        // Of two choices made in that time the last one counts.
        await directorate.SelectOptionAsync(new SelectOptionValue { Index = 4 });
        var last = await directorate.InputValueAsync();
        answers.SetResult();
        await Assertions.Expect(page.Locator("#add input[name=Directorate]")).ToHaveValueAsync(last);
        await Assertions.Expect(directorate).ToHaveValueAsync(last);
        await Assertions.Expect(commune).ToBeEnabledAsync();
        Assert.NotEqual(chosen, last);

        // A broken line: what is chosen goes back to what the lists below belong to.
        await page.UnrouteAllAsync();
        await page.RouteAsync("**/request/places?**", route => route.AbortAsync());
        await directorate.SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await Assertions.Expect(directorate).ToHaveValueAsync(last);
        await Assertions.Expect(commune).ToBeEnabledAsync();
    }

    private static ILocator Wished(IPage page, int rank) => page.Locator("#order li").Nth(rank).Locator("bdi").First;

    /// <summary>Chooses a directorate of the first academy that has any, by lists that load one another; the lists stay where they were for the next wish.</summary>
    private static async Task Wish(IPage page, int which)
    {
        if (which == 1)
            await page.Locator("#p-Academy").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.Locator("#f-Place").SelectOptionAsync(new SelectOptionValue { Index = which });
        await page.Locator("#add button").ClickAsync();
        await Assertions.Expect(page.Locator("#order li")).ToHaveCountAsync(which);
    }

    /// <summary>Reads once more and sends; answers the number on the receipt.</summary>
    private static async Task<string> Send(IPage page)
    {
        await page.Locator("main .acts a[href$='/submission']").ClickAsync();
        await page.Locator("main form[action$='/submission'] button").ClickAsync();
        await Browser.Reach(page, url => url.Contains("/receipt", StringComparison.Ordinal));
        return await page.Locator(".receipt .num").InnerTextAsync();
    }

    /// <summary>A school in another directorate of the demo's academy; answers the directorate and the commune that lead to it.</summary>
    private async Task<(int Directorate, int Commune)> AnotherSchool()
    {
        await using var scope = demo.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MassarDb>();
        var own = await (from school in db.Schools join at in db.Places on school.Id equals at.Id join above in db.Places on at.ParentId equals above.Id orderby at.Id select above.ParentId).FirstAsync();
        var academy = await db.Places.Where(p => p.Id == own).Select(p => p.ParentId).SingleAsync();
        var directorate = await db.Places.Where(p => p.Kind == PlaceKind.Directorate && p.ParentId == academy && p.Id != own).OrderBy(p => p.Code).FirstAsync();
        var (id, number) = (await db.Places.MaxAsync(p => p.Id) + 1, GresaCode.Of(98_001).Value);
        var commune = new Place { Id = id, Kind = PlaceKind.Commune, Code = $"{directorate.Code}.98", NameAr = "جماعة أخرى", NameFr = "Autre commune", ParentId = directorate.Id, Path = $"{directorate.Path}{id}/" };
        var place = new Place { Id = id + 1, Kind = PlaceKind.School, Code = number, NameAr = "مدرسة أخرى", NameFr = "Autre école", ParentId = id, Path = $"{commune.Path}{id + 1}/" };
        db.Notes.IsOff = true;
        db.AddRange(commune, place, new School { Id = place.Id, GresaCode = number, Cycles = "PRI;COL;QUA", Nature = "LYCEE", IsPublic = true, IsUrban = true });
        await db.SaveChangesAsync();
        return (directorate.Id, id);
    }

    private async Task<IPage> As(IBrowserContext context, string role)
    {
        await context.AddCookiesAsync([new Cookie { Name = "massar", Value = await demo.Token(demo.Account(role)), Url = demo.Address.ToString() }]);
        return await context.NewPageAsync();
    }

    private async Task<RequestState> State(long id)
    {
        await using var scope = demo.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<MassarDb>().MovementRequests.Where(r => r.Id == id).Select(r => r.State).SingleAsync();
    }

    [GeneratedRegex(@"/\d+(?=\D*$)")]
    private static partial Regex Number();
}
