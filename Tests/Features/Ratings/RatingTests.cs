using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Employees.Domain;
using Massar.Features.Ratings;
using Massar.Features.Ratings.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Ratings;

public sealed class RatingTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task The_head_proposes_the_director_fixes_and_its_owner_reads_it_and_advancement_counts_with_it()
    {
        var place = await Place();
        var year = place.Year;
        var head = await app.SignIn(place.Head, "fr");
        var page = await head.Open(Links.Sheet());
        Assert.Equal(3, page.All("tbody tr").Count);

        // Saved as far as it goes: what is typed wrong is refused whole, and comes back with what was typed.
        var refused = await page.SubmitForm("main form[method=post]", "Act=save", false, ($"work-{place.One}", "4,5"), ($"output-{place.One}", "31"));
        Assert.True(refused.Says(Words.All.Say("fr", "ratings.points-wrong", 5)));
        Assert.Equal("31", refused.Find($"input[name=output-{place.One}]")!.GetAttribute("value"));
        Assert.Equal("4,5", refused.Find($"input[name=work-{place.One}]")!.GetAttribute("value"));
        Assert.Equal(0, await app.Read(db => db.RatingLines.CountAsync(r => r.EmployeeId == place.One)));
        Assert.Equal("ratings.nothing-complete", await Key(await Post(head, place, "send", (place.One, -1, ["4,5", "", "", "", ""]))));
        await Must(Post(head, place, "save", (place.One, -1, ["4,5", "", "", "", ""]), (place.Two, -1, ["5", "5", "3", "4", "3"])));
        var (one, two) = (await Line(place.One), await Line(place.Two));
        Assert.Equal((RatingState.Draft, 4.5m, null, RatingState.Draft, 20m), (one.State, one.Work, one.Total, two.State, two.Total));

        // Nobody else reads a draft; what is complete goes, the other line stays.
        var director = await app.SignIn(place.Director, "fr");
        Assert.DoesNotContain("4,5", (await director.Open(Links.Sheet(place.School.Id))).Find("tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("ratings.not-now", await Key(await Post(director, place, "save", (place.Two, two.Version, ["4", "5", "3", "4", "3"]))));
        await Must(Post(head, place, "send", (place.One, one.Version, ["4,5", "", "", "", ""]), (place.Two, two.Version, ["5", "5", "3", "4", "3"])));
        Assert.Equal((RatingState.Draft, RatingState.Sent), ((await Line(place.One)).State, (await Line(place.Two)).State));
        Assert.Equal("ratings.not-now", await Key(await Post(head, place, "save", (place.Two, (await Line(place.Two)).Version, ["1", "5", "3", "4", "3"]))));

        // Returned with words, sent again, fixed.
        Assert.Equal(HttpStatusCode.BadRequest, (await Decide(director, place, "return", place.Two, "")).StatusCode);
        await Must(Decide(director, place, "return", place.Two, "Justifier l'innovation"));
        Assert.True((await head.Open(Links.Sheet())).Says("Justifier l'innovation"));
        Assert.Empty((await (await app.SignIn(place.TwoPerson)).Api.GetFromJsonAsync<JsonElement>("/api/ratings/mine")).GetProperty("years").EnumerateArray());
        await Must(Post(head, place, "send", (place.Two, (await Line(place.Two)).Version, ["5", "5", "3", "4", "2.5"])));
        await Must(Decide(director, place, "fix", place.Two, null));

        Assert.Equal(19.5m, await app.Read(db => db.StaffRatings.Where(r => r.EmployeeId == place.Two && r.Year == year).Select(r => r.Points).SingleAsync()));
        var mine = await (await app.SignIn(place.TwoPerson, "fr")).Open(Links.Mine);
        Assert.True(mine.Says("19,50 / 20"));
        Assert.True(mine.Says(Words.All.Say("fr", "ratings.criterion.innovation")));
        Assert.Equal(1, await app.Read(db => db.Notices.CountAsync(n => n.AccountId == place.TwoPerson.AccountId && n.Key.StartsWith($"rating/{place.Two}/"))));

        // Found wrong: it counts as it was until it is fixed anew.
        await Must(Decide(director, place, "return", place.Two, "Erreur de saisie"));
        Assert.Equal(19.5m, await app.Read(db => db.StaffRatings.Where(r => r.EmployeeId == place.Two && r.Year == year).Select(r => r.Points).SingleAsync()));
        await Must(Post(head, place, "send", (place.Two, (await Line(place.Two)).Version, ["1", "5", "3", "4", "2.5"])));
        await Must(Decide(director, place, "fix", place.Two, null));
        Assert.Equal(15.5m, await app.Read(db => db.StaffRatings.Where(r => r.EmployeeId == place.Two && r.Year == year).Select(r => r.Points).SingleAsync()));

        var sheets = await director.Open(Links.Sheets());
        Assert.Contains(sheets.All("tbody th a"), a => a.GetAttribute("href") == Links.Sheet(place.School.Id, year));
    }

    [Fact]
    public async Task Nobody_rates_himself_or_his_family_nor_fixes_his_own_numbers_nor_staff_of_elsewhere()
    {
        var (place, other) = (await Place(), await Place());
        var cin = await app.Read(db => db.Employees.Where(e => e.Id == place.One).Select(e => e.Cin).SingleAsync());
        await app.Write(async db =>
        {
            db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = place.Head.EmployeeId!.Value, FirstNameAr = "سلمى", BirthDate = new DateOnly(2015, 1, 1), OtherParentCin = cin });
            await db.SaveChangesAsync();
        });
        string[] full = ["5", "5", "3", "4", "3"];
        var (head, director) = (await app.SignIn(place.Head), await app.SignIn(place.Director));

        foreach (var own in (long[])[place.Head.EmployeeId!.Value, place.One])
            Assert.Equal("ratings.own", await Key(await Post(head, place, "save", (own, -1, full))));
        Assert.Equal(2, await app.Read(db => db.AuditEntries.CountAsync(a => a.AccountId == place.Head.AccountId && a.Changes.Contains("ratings.own"))));
        Assert.Empty((await head.Open(Links.Sheet())).All($"input[name=work-{place.One}], input[name=work-{place.Head.EmployeeId}]"));

        // The director rates the head, and somebody else fixes that.
        await Must(Post(director, place, "save", (place.Head.EmployeeId!.Value, -1, full)));
        Assert.Equal(RatingState.Sent, (await Line(place.Head.EmployeeId!.Value)).State);
        Assert.Equal("ratings.own-numbers", await Key(await Decide(director, place, "fix", place.Head.EmployeeId!.Value, null)));
        var academy = await app.SignIn(await app.Given.Person(Roles.Signatory, place.School.Academy));
        await Must(Decide(academy, place, "fix", place.Head.EmployeeId!.Value, null));

        // Elsewhere, by another's sheet, by a head's word alone, and with a stale page.
        Assert.Equal(HttpStatusCode.NotFound, (await Post(head, other, "save", (other.One, -1, full))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Post(head, place, "save", (other.One, -1, full))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open(Links.Sheet(other.School.Id))).Status);
        await Must(Post(head, place, "send", (place.Two, -1, full)));
        Assert.Equal(HttpStatusCode.NotFound, (await Decide(head, place, "fix", place.Two, null)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Post(director, place, "save", (place.Two, -1, ["1", "1", "1", "1", "1"]))).StatusCode);
        Assert.Equal("ratings.year-closed", await Key(await head.Api.PostAsJsonAsync("/api/ratings/sheet", new { year = place.Year - 2, lines = new[] { new { employee = place.Two, version = -1, points = full } } })));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(place.TwoPerson)).Api.GetAsync("/api/ratings/sheet")).StatusCode);
    }

    private sealed record Here(GivenSchool School, GivenPerson Head, GivenPerson Director, GivenPerson OnePerson, GivenPerson TwoPerson, int Year)
    {
        public long One => OnePerson.EmployeeId!.Value;

        public long Two => TwoPerson.EmployeeId!.Value;
    }

    private async Task<Here> Place()
    {
        var school = await app.Given.School();
        var today = MoroccanDay.Today(MassarApp.Clock);
        return new Here(school, school.Head, await app.Given.Person(Roles.ProvincialDirector, school.Directorate),
            await app.Given.Person(Roles.Teacher, school.Place), await app.Given.Person(Roles.Teacher, school.Place), today.Month >= 10 ? today.Year : today.Year - 1);
    }

    private static Task<HttpResponseMessage> Post(Visitor visitor, Here place, string act, params (long Employee, int Version, string[] Points)[] lines) =>
        visitor.Api.PostAsJsonAsync("/api/ratings/sheet", new { place = place.School.Id, act, lines = lines.Select(l => new { employee = l.Employee, version = l.Version, points = l.Points }) });

    private async Task<HttpResponseMessage> Decide(Visitor visitor, Here place, string act, long employee, string? words)
    {
        var line = await Line(employee);
        return await visitor.Api.PostAsJsonAsync("/api/ratings/sheet", new
        {
            place = place.School.Id,
            act,
            words,
            chosen = new[] { employee },
            lines = new[] { new { employee, version = line.Version, points = line.Points.Select(p => p?.ToString(System.Globalization.CultureInfo.InvariantCulture)) } },
        });
    }

    private Task<RatingLine> Line(long employee) => app.Read(db => db.RatingLines.AsNoTracking().OrderByDescending(r => r.Year).FirstAsync(r => r.EmployeeId == employee));

    private static async Task Must(Task<HttpResponseMessage> sent)
    {
        var reply = await sent;
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
    }

    private static async Task<string?> Key(HttpResponseMessage reply) =>
        JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString();
}
