using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Features.Marks;
using Massar.Tests.Features.ReportCards;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Links = Massar.Features.Reference.Links;

namespace Massar.Tests.Features.Reference;

/// <summary>PLT-10: one calendar opens and closes screens, each closed one says when, and a directorate moves a window within what the ministry allows.</summary>
public sealed class MovedWindowTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    [Fact]
    public async Task A_directorate_extends_a_window_for_its_own_schools_alone_and_takes_it_back()
    {
        var (here, elsewhere) = (await app.Sheet(), await app.Sheet());
        var director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, here.School.Directorate), "fr");
        var window = await Window("marks-s1");
        MoveTo(window.EndsOn.AddDays(2));
        director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, here.School.Directorate), "fr");

        // Over: the page, the list and the API say since when, in the reader's language.
        var teacher = await app.SignIn(here.Teacher, "fr");
        var over = await teacher.Open(here.Address);
        Assert.True(over.Says($"Fermé depuis le {Formats.ShortDate(window.EndsOn)}"), over.Text);
        Assert.Empty(over.All("input[name^='m[']"));
        Assert.True((await teacher.Open(Massar.Features.Marks.Links.SheetsOf(1))).Says($"Fermé depuis le {Formats.ShortDate(window.EndsOn)}"));
        var json = await teacher.Api.GetFromJsonAsync<JsonElement>($"/api{here.Address}");
        Assert.Equal($"Fermé depuis le {Formats.ShortDate(window.EndsOn)}", json.GetProperty("closed").GetProperty("text").GetString()!.Replace('\u00a0', ' ').Replace('\u202f', ' '));
        var refused = await teacher.Api.PatchAsJsonAsync($"/api{here.Address}", new { seen = json.GetProperty("seen").GetString(), cells = new Dictionary<string, string> { [here.Pupils[0].MassarCode] = "12" } });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);

        // A day too far, then as far as it goes.
        var list = await director.Open(Links.Windows);
        Assert.Contains(list.All("main a"), a => a.GetAttribute("href") == Links.Window(window.Id));
        var form = await director.Open(Links.Window(window.Id));
        var far = await form.Submit(("EndsOn", TypedDay.Iso(window.EndsOn.AddDays(window.MoveDays + 1))), ("Reason", "Intempéries"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, far.Status);
        Assert.NotNull(far.ErrorOf("EndsOn"));
        var begun = await form.Submit(("StartsOn", TypedDay.Iso(window.StartsOn.AddDays(1))), ("EndsOn", TypedDay.Iso(window.EndsOn.AddDays(window.MoveDays))), ("Reason", "Intempéries"));
        Assert.NotNull(begun.ErrorOf("StartsOn"));
        Assert.NotNull((await form.Submit(("EndsOn", TypedDay.Iso(window.EndsOn.AddDays(window.MoveDays))), ("Reason", " "))).ErrorOf("Reason"));
        var moved = await form.Submit(("EndsOn", TypedDay.Iso(window.EndsOn.AddDays(window.MoveDays))), ("Reason", "Intempéries"));
        Assert.Equal(Links.Windows, moved.Address);
        Assert.True(moved.Says("Intempéries"));

        // Open here until the directorate's day, closed elsewhere; the head here is told, the other is not.
        Assert.NotEmpty((await teacher.Open(here.Address)).All("input[name^='m[']"));
        Assert.Empty((await (await app.SignIn(elsewhere.Teacher, "fr")).Open(elsewhere.Address)).All("input[name^='m[']"));
        Assert.Equal((1, 0), (await Told(here.School.Head, "notices.window-moved"), await Told(elsewhere.School.Head, "notices.window-moved")));
        Assert.Equal(HttpStatusCode.OK, (await teacher.Api.PatchAsJsonAsync($"/api{here.Address}", new { seen = json.GetProperty("seen").GetString(), cells = new Dictionary<string, string> { [here.Pupils[0].MassarCode] = "12" } })).StatusCode);
        MoveTo(window.EndsOn.AddDays(window.MoveDays + 1));
        teacher = await app.SignIn(here.Teacher, "fr");
        Assert.True((await teacher.Open(here.Address)).Says($"Fermé depuis le {Formats.ShortDate(window.EndsOn.AddDays(window.MoveDays))}, selon les jours de votre direction provinciale"));
        MoveTo(window.EndsOn.AddDays(2));

        // The ministry sees who moved it; the directorate takes it back.
        var ministry = await app.SignIn(await app.Given.Person(Roles.Ministry, await app.Read(db => db.Places.AsNoTracking().OrderBy(p => p.Id).FirstAsync())), "fr");
        Assert.True((await ministry.Open(Links.Row("calendar", $"{window.Id}"))).Says("Intempéries"));
        director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, here.School.Directorate), "fr");
        // Not while it is open by the directorate's day alone: it would close at once, under the teachers' hands.
        Assert.Equal(HttpStatusCode.Conflict, (await (await director.Open(Links.Window(window.Id))).SubmitForm($"form[action='{Links.TakeWindowBack(window.Id)}']", null, false)).Status);
        Assert.Equal(Links.Windows, (await (await director.Open(Links.Window(window.Id))).Submit(("EndsOn", TypedDay.Iso(window.EndsOn.AddDays(2))), ("Reason", "Intempéries passées"))).Address);
        MoveTo(window.EndsOn.AddDays(3));
        director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, here.School.Directorate), "fr");
        var again = await director.Open(Links.Window(window.Id));
        var back = await again.SubmitForm($"form[action='{Links.TakeWindowBack(window.Id)}']", null, false);
        Assert.Equal(Links.Windows, back.Address);
        teacher = await app.SignIn(here.Teacher, "fr");
        Assert.Empty((await teacher.Open(here.Address)).All("input[name^='m[']"));
        Assert.Equal(1, await Told(here.School.Head, "notices.window-back"));
        Assert.Equal(HttpStatusCode.Conflict, (await director.Api.PostAsJsonAsync($"/api{Links.TakeWindowBack(window.Id)}", new { version = "1" })).StatusCode);
    }

    [Fact]
    public async Task Two_who_move_the_same_window_see_each_other_and_a_fixed_window_stays()
    {
        var school = await app.Given.School();
        var director = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, school.Directorate), "fr");
        var window = await Window("councils-s2");
        var page = await director.Open(Links.Window(window.Id));
        Assert.Equal(Links.Windows, (await page.Submit(("EndsOn", TypedDay.Iso(window.EndsOn.AddDays(3))), ("Reason", "Un"))).Address);
        Assert.Equal(HttpStatusCode.Conflict, (await page.Submit(("EndsOn", TypedDay.Iso(window.EndsOn.AddDays(5))), ("Reason", "Deux"))).Status);

        var stands = await Window("roll-over");
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Api.PutAsJsonAsync($"/api{Links.Window(stands.Id)}", new { startsOn = TypedDay.Iso(stands.StartsOn.AddDays(1)), endsOn = TypedDay.Iso(stands.EndsOn), reason = "Non", version = "-1" })).StatusCode);
        // What is no window is not there.
        var start = await Window("courses-start");
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open(Links.Window(start.Id))).Status);
        // From a hat above, nothing is moved.
        var academy = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, school.Academy), "fr");
        Assert.Equal(HttpStatusCode.Conflict, (await academy.Api.PutAsJsonAsync($"/api{Links.Window(window.Id)}", new { startsOn = TypedDay.Iso(window.StartsOn), endsOn = TypedDay.Iso(window.EndsOn.AddDays(2)), reason = "Non", version = "-1" })).StatusCode);
    }

    [Fact]
    public async Task What_the_ministry_no_longer_allows_falls_away_and_heads_are_told()
    {
        await using var host = await MassarApp.StartOwn();
        var own = MassarApp.Over(host);
        var school = await own.Given.School();
        var window = await own.Read(db => db.CalendarEntries.AsNoTracking().SingleAsync(c => c.Code == "marks-s2" && db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)));
        var director = await own.SignIn(await own.Given.Person(Roles.ProvincialDirector, school.Directorate), "fr");
        (await director.Api.PutAsJsonAsync($"/api{Links.Window(window.Id)}", new { startsOn = TypedDay.Iso(window.StartsOn), endsOn = TypedDay.Iso(window.EndsOn.AddDays(6)), reason = "Grève des transports", version = "-1" })).EnsureSuccessStatusCode();
        var ministry = await own.SignIn(await own.Given.Person(Roles.Ministry, await own.Read(db => db.Places.AsNoTracking().OrderBy(p => p.Id).FirstAsync())), "fr");

        // The end alone is the directorate's: the first day follows the ministry's.
        await own.Write(db => db.CalendarEntries.Where(c => c.Id == window.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.StartsOn, window.StartsOn.AddDays(1))));
        var held = (await own.Read(db => CalendarWindows.At(db, school.Id, default, "marks-s2"))).Of("marks-s2", window.SchoolYearId)!;
        Assert.Equal((window.StartsOn.AddDays(1), window.EndsOn.AddDays(6)), (held.StartsOn, held.EndsOn));

        var page = await ministry.Open(Links.Row("calendar", $"{window.Id}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await page.Submit(("MoveDays", "999"))).Status);
        await page.Submit(("MoveDays", "3"));

        Assert.Equal(0, await own.Read(db => db.MovedWindows.CountAsync(m => m.EntryId == window.Id)));
        Assert.Equal(1, await own.Read(db => db.Notices.CountAsync(n => n.AccountId == school.Head.AccountId && n.Template == "notices.window-back")));
    }

    [Theory, InlineData("ar", "يفتح يوم"), InlineData("fr", "ouvre le"), InlineData("en", "opens on")]
    public async Task A_closed_screen_says_when_it_opens_in_the_readers_language(string language, string says)
    {
        var school = await app.Given.School("PRI");
        var head = await app.SignIn(school.Head, language);
        var window = await Window("roll-over");

        var page = await head.Open(Massar.Features.Enrollments.Links.RollOver);
        var json = await head.Api.GetFromJsonAsync<JsonElement>($"/api{Massar.Features.Enrollments.Links.RollOver}");

        Assert.True(Today < window.StartsOn);
        Assert.True(page.Says(says) && page.Says(Formats.ShortDate(window.StartsOn)), page.Text);
        Assert.Contains(Formats.ShortDate(window.StartsOn), json.GetProperty("closed").GetProperty("reason").GetProperty("text").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_council_opens_within_its_window_only_and_one_that_is_open_goes_on()
    {
        var school = await app.Given.School();
        var (open, late) = (await app.MarkedClass(1, school), await app.MarkedClass(1, school));
        var head = await app.SignIn(school.Head, "fr");
        Assert.Equal(Massar.Features.ReportCards.Links.Council(open.Id, 1), (await (await head.Open(Massar.Features.ReportCards.Links.Open(open.Id, 1))).Submit()).Address);
        var window = await Window("councils-s1");
        MoveTo(window.EndsOn.AddDays(1));
        head = await app.SignIn(school.Head, "fr");

        var shut = await head.Open(Massar.Features.ReportCards.Links.Council(late.Id, 1));
        Assert.True(shut.Says($"Fermé depuis le {Formats.ShortDate(window.EndsOn)}"), shut.Text);
        Assert.Null(shut.Find($"main a[href='{Massar.Features.ReportCards.Links.Open(late.Id, 1)}']"));
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsJsonAsync($"/api{Massar.Features.ReportCards.Links.Open(late.Id, 1)}", new { heldOn = CouncilGiven.MassarDay, present = new[] { "A. Alaoui" } })).StatusCode);
        Assert.NotNull((await head.Open(Massar.Features.ReportCards.Links.Council(open.Id, 1))).Find("#panel form"));
        Assert.True((await head.Open(Massar.Features.ReportCards.Links.DeskOf(Given.Year, 1))).Says($"Fermé depuis le {Formats.ShortDate(window.EndsOn)}"));
    }

    private Task<CalendarEntry> Window(string code) => app.Read(db => db.CalendarEntries.AsNoTracking().SingleAsync(c => c.Code == code && db.SchoolYears.Any(y => y.Id == c.SchoolYearId && y.IsCurrent)));

    private Task<int> Told(GivenPerson head, string template) => app.Read(db => db.Notices.CountAsync(n => n.AccountId == head.AccountId && n.Template == template));

    private static void MoveTo(DateOnly day) => MassarApp.Clock.Pass(new DateTimeOffset(day.ToDateTime(new TimeOnly(11, 0)), TimeSpan.Zero) - MassarApp.Clock.GetUtcNow());
}
