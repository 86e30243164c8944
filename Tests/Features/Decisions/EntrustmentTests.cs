using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Decisions;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Links = Massar.Features.Decisions.Links;

namespace Massar.Tests.Features.Decisions;

/// <summary>التكليف: a school's function for a time, with its role, and its end by the date, by a second decision, or by a departure.</summary>
public sealed class EntrustmentTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    [Fact]
    public async Task A_teacher_stands_in_for_a_head_who_is_away_and_a_second_decision_ends_it_before_its_day()
    {
        var province = await Province.Make(app);
        var person = await province.Teacher();
        var (from, until) = (Today.AddDays(-3), Today.AddDays(20));
        await Away(province, province.School.Head, from.AddDays(-2), until);

        // While the holder is away and no longer; the reason of the absence is told to nobody.
        var late = await Prepare(province, person, from, until.AddDays(1));
        Assert.Contains("decisions.why.holder-back", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var vacant = await Prepare(province, person, from, until, cause: Entrustment.Vacant);
        Assert.Contains("decisions.why.post-vacant", await vacant.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var id = await Signed(province, await Prepare(province, person, from, until));

        // The role is worn from then on, in the file and in one's own space; the workplace and the grade stay.
        var hat = await app.Read(db => db.Hats.AsNoTracking().SingleAsync(h => h.AccountId == person.AccountId && h.Role == Roles.Head));
        Assert.Equal((province.School.Id, from, until), (hat.PlaceId, hat.StartsOn, hat.EndsOn));
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(person with { HatId = hat.Id, Role = Roles.Head })).Open(Massar.Features.Leaves.Links.All)).Status);
        foreach (var (reader, address, language) in new[] { (province.Hr, Massar.Features.Employees.Links.Show(person.EmployeeId!.Value), "fr"), (person, Massar.Features.Employees.Links.Mine, "ar") })
        {
            var page = await (await app.SignIn(reader, language)).Open(address);
            Assert.True(page.Says(Words.All.Say(language, "decisions.function.head")) && page.Says(Words.All.Say(language, "employees.until", Formats.ShortDate(until))), page.Text);
            Assert.False(page.Says("SICK"));
        }

        Assert.False(await Holds(person, from.AddDays(-1)));
        Assert.False(await Holds(person, until.AddDays(1)));
        Assert.Empty(await app.Read(db => db.CareerSteps.Where(s => s.DecisionId == id).ToListAsync()));

        // It ends soon: on the list of the office, and of no other.
        var hr = await app.SignIn(province.Hr, "fr", steppedUp: true);
        var list = await hr.Open(Links.Entrustments());
        Assert.Single(list.All("main table tbody tr"));
        Assert.Contains(await Ppr(person), await (await hr.Get(Links.Entrustments(ending: ".csv"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty((await hr.Open(Links.Entrustments("over"))).All("main table"));
        Assert.Empty((await (await app.SignIn((await Province.Make(app)).Hr)).Open(Links.Entrustments("all"))).All("main table"));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(person)).Open(Links.Entrustments())).Status);

        // A second decision, prepared from the list, ends it: role and function end the day before.
        var end = await Signed(province, await Post(province, person, "EntrustmentEnd", ("from", Iso(Today.AddDays(1))), ("cause", "holder-back")));
        Assert.Equal(Today, await app.Read(db => db.Hats.Where(h => h.Id == hat.Id).Select(h => h.EndsOn).SingleAsync()));
        Assert.True(await Holds(person, Today));
        Assert.False(await Holds(person, Today.AddDays(1)));

        // What stands on it is taken back first; then the role is what it was.
        var against = await province.Withdraw(id);
        Assert.Contains("decisions.withdrawal.stands-on", await against.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await province.MustSign(await province.WithdrawalReadyToSign(end));
        Assert.Equal(until, await app.Read(db => db.Hats.Where(h => h.Id == hat.Id).Select(h => h.EndsOn).SingleAsync()));
        Assert.True(await Holds(person, until));
        await province.MustSign(await province.WithdrawalReadyToSign(id));
        Assert.False(await Holds(person, Today));
        Assert.True(await app.Read(db => db.Hats.Where(h => h.Id == hat.Id).Select(h => h.EndsOn).SingleAsync()) < Today);
    }

    [Theory]
    [InlineData("twice", "function-once")]
    [InlineData("taken", "post-vacant")]
    [InlineData("long", "ceiling")]
    [InlineData("far", "same-directorate")]
    [InlineData("detached", "active")]
    [InlineData("own", "function-new")]
    [InlineData("present", "holder-away")]
    [InlineData("waiting", "function-under-way")]
    [InlineData("leaving", "overlap")]
    public async Task What_stands_against_it_is_said_with_what_to_do(string wrong, string guard)
    {
        var province = await Province.Make(app);
        var person = wrong == "own" ? province.School.Head : await province.Teacher();
        var (from, until, function, cause, school) = (Today, Today.AddDays(30), wrong is "own" or "present" ? "head" : "studies-director", wrong == "present" ? Entrustment.Interim : Entrustment.Vacant, province.School.GresaCode);
        switch (wrong)
        {
            case "twice":
                await Term(person, province.School, "bursar", from.AddDays(-5), from);
                break;
            case "taken":
                await Term(await province.Teacher(), province.School, function, until, until.AddDays(9));
                break;
            case "long":
                until = from.AddYears(2);
                break;
            case "far":
                school = (await app.Given.School()).GresaCode;
                break;
            case "detached":
                await app.Read(db => db.CareerSteps.Where(s => s.EmployeeId == person.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(c => c.PositionCode, "DETACHMENT")));
                break;
            case "leaving":
                await Signed(province, await Post(province, person, "Resignation", ("from", Iso(Today.AddDays(10)))));
                break;
            case "waiting":
                Assert.Equal(HttpStatusCode.OK, (await Prepare(province, person, from, until, "bursar", Entrustment.Vacant)).StatusCode);
                break;
        }

        var reply = await Prepare(province, person, from, until, function, cause, school);

        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        Assert.Contains($"decisions.why.{guard}", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_who_were_given_one_post_by_two_proposals_are_not_both_signed()
    {
        var province = await Province.Make(app);
        var (one, other) = (await province.Teacher(), await province.Teacher());
        var ready = new List<long>();
        foreach (var person in (GivenPerson[])[one, other])
            ready.Add(await Ready(province, await Prepare(province, person, Today, Today.AddDays(60), "bursar", Entrustment.Vacant)));
        var signatory = await app.SignIn(province.Signatory, steppedUp: true);

        var replies = await Task.WhenAll(province.Sign(signatory, ready[0]), province.Sign(await app.SignIn(province.Signatory, steppedUp: true), ready[1]));

        Assert.Equal(1, replies.Count(r => r.IsSuccessStatusCode));
        Assert.Equal(1, await app.Read(db => db.FunctionTerms.CountAsync(t => t.PlaceId == province.School.Id)));
    }

    [Fact]
    public async Task Who_leaves_for_good_leaves_the_function_too_and_family_prepares_nothing()
    {
        var province = await Province.Make(app);
        var person = await province.Teacher();
        await Signed(province, await Prepare(province, person, Today.AddDays(-40), Today.AddDays(60), "general-supervisor", Entrustment.Vacant));
        Assert.True(await Holds(person, Today.AddDays(10)));

        var left = await Signed(province, await Post(province, person, "Resignation", ("from", Iso(Today.AddDays(5)))));
        Assert.True(await Holds(person, Today.AddDays(4)));
        Assert.False(await Holds(person, Today.AddDays(5)));
        Assert.Equal(Today.AddDays(4), await app.Read(db => db.Hats.Where(h => h.AccountId == person.AccountId && h.Role == Roles.Supervisor).Select(h => h.EndsOn).SingleAsync()));
        await province.MustSign(await province.WithdrawalReadyToSign(left));
        Assert.True(await Holds(person, Today.AddDays(60)));

        // Of the manager's own family: not even a proposal, and who tries is written down.
        var cin = await app.Read(db => db.Employees.Where(e => e.Id == province.Hr.EmployeeId).Select(e => e.Cin).SingleAsync());
        var spouse = await province.Teacher();
        await app.Write(async db =>
        {
            db.EmployeeChildren.Add(new EmployeeChild { EmployeeId = spouse.EmployeeId!.Value, FirstNameAr = "سلمى", BirthDate = new DateOnly(2020, 3, 3), OtherParentCin = cin });
            await db.SaveChangesAsync();
        });
        var own = await Prepare(province, spouse, Today, Today.AddDays(30), "bursar", Entrustment.Vacant);
        Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
        Assert.Contains("decisions.own-case", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(await app.Read(db => db.AuditEntries.AnyAsync(a => a.AccountId == province.Hr.AccountId && a.Changes.Contains("decisions.own-case"))));
    }

    [Fact]
    public void Functions_of_before_stay_known_as_they_were()
    {
        var (first, later, last) = (new DateTime(2026, 3, 1, 9, 0, 0, DateTimeKind.Utc), new DateTime(2026, 4, 1, 9, 0, 0, DateTimeKind.Utc), new DateTime(2026, 5, 1, 9, 0, 0, DateTimeKind.Utc));
        var (from, until, ended) = (new DateOnly(2026, 2, 1), new DateOnly(2026, 8, 31), new DateOnly(2026, 3, 31));
        var lines = new List<FunctionTerm> { new() { EmployeeId = 1, FunctionCode = "head", PlaceId = 10, PlacePath = "/1/10/", IsInterim = true, StartsOn = from, EndsOn = until, DecisionId = 7, LearntAt = first } };
        lines.Add(lines[0].Until(ended, 8, later));

        Assert.Equal((until, ended), (lines.Held(first).Single().EndsOn, lines.Held(later).Single().EndsOn));
        Assert.Null(lines.Held(later).HeldOn(ended.AddDays(1)));
        lines.AddRange(FunctionTerms.Undone(lines, 8, 9, last, hasBegun: false).ToList());
        Assert.Equal((ended, until), (lines.Held(later).Single().EndsOn, lines.Held(last).Single().EndsOn));
        lines.AddRange(FunctionTerms.Undone(lines, 7, 10, last.AddDays(1), hasBegun: true).ToList());
        Assert.Empty(lines.Held(last.AddDays(1)));
        Assert.Equal(until, lines.Held(last).Single().EndsOn);
        Assert.Empty(FunctionTerms.Undone(lines, 99, 10, last, hasBegun: false));
    }

    private async Task<bool> Holds(GivenPerson person, DateOnly day)
    {
        var file = await (await app.SignIn(await Hr(person))).Api.GetFromJsonAsync<JsonElement>($"/api/employees/{person.EmployeeId}?on={Iso(day)}");
        return file.TryGetProperty("function", out var found) && found.ValueKind is JsonValueKind.Object;
    }

    // Whoever reads the files of the person's directorate.
    private async Task<GivenPerson> Hr(GivenPerson person)
    {
        var directorate = await app.Read(async db => await db.Places.AsNoTracking().SingleAsync(p => p.Kind == Massar.Features.Schools.Domain.PlaceKind.Directorate
            && db.Employees.Any(e => e.Id == person.EmployeeId && e.PlacePath.StartsWith(p.Path))));
        return await app.Given.Person(Roles.HrManager, directorate);
    }

    private Task<string> Ppr(GivenPerson person) => app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Ppr).SingleAsync());

    private Task Term(GivenPerson person, GivenSchool school, string function, DateOnly from, DateOnly until) => app.Write(async db =>
    {
        db.FunctionTerms.Add(new FunctionTerm { EmployeeId = person.EmployeeId!.Value, FunctionCode = function, PlaceId = school.Id, PlacePath = school.Place.Path, IsInterim = false, StartsOn = from, EndsOn = until, DecisionId = 0, LearntAt = MassarApp.Clock.GetUtcNow().UtcDateTime });
        await db.SaveChangesAsync();
    });

    private Task Away(Province province, GivenPerson person, DateOnly from, DateOnly until) => app.Write(async db =>
    {
        var (now, leave) = (MassarApp.Clock.GetUtcNow().UtcDateTime, new Leave
        {
            EmployeeId = person.EmployeeId!.Value,
            TypeCode = "SICK_SHORT",
            CountedAs = "SICK_SHORT",
            PlaceId = province.School.Id,
            PlacePath = province.School.Place.Path,
            StartsOn = from,
            EndsOn = until,
            Days = until.DayNumber - from.DayNumber + 1,
            IsAbsence = true,
            IsMedical = true,
            AskedByAccountId = person.AccountId,
            AskedAt = MassarApp.Clock.GetUtcNow().UtcDateTime,
        });
        leave.Begin(toHead: false, now);
        db.Leaves.Add(leave);
        await db.SaveChangesAsync();
    });

    private Task<HttpResponseMessage> Prepare(Province province, GivenPerson person, DateOnly from, DateOnly until, string function = "head", string cause = Entrustment.Interim, string? school = null) =>
        Post(province, person, "Entrustment", ("from", Iso(from)), ("until", Iso(until)), ("school", school ?? province.School.GresaCode), ("function", function), ("cause", cause));

    private async Task<HttpResponseMessage> Post(Province province, GivenPerson person, string kind, params (string Name, string Value)[] facts)
    {
        var version = await app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.Version).SingleAsync());
        var body = facts.ToDictionary(f => f.Name, f => (object)f.Value);
        (body["employee"], body["kind"], body["version"]) = (person.EmployeeId!.Value, kind, $"{version}");
        return await (await app.SignIn(province.Hr)).Api.PostAsJsonAsync("/api/decisions/new", body);
    }

    private static async Task<long> Ready(Province province, HttpResponseMessage reply)
    {
        var body = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, body);
        var id = JsonDocument.Parse(body).RootElement.GetProperty("decision").GetInt64();
        await province.Send(id);
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Director, province.Control])
            await province.Grant(who, id);
        return id;
    }

    private static async Task<long> Signed(Province province, HttpResponseMessage reply)
    {
        var id = await Ready(province, reply);
        await province.MustSign(id);
        return id;
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
