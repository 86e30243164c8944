using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Classes.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Installations;
using Massar.Features.Installations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Tests.Features.Decisions;
using Massar.Tests.Infrastructure.Pdf;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Installations;

/// <summary>From the signature to both schools: presence, confirmation, minutes, workplace, file, roles, classes, reminders, and back (workflow 4.21).</summary>
public sealed class InstallationTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    [Fact]
    public void Every_decision_that_brings_somebody_to_a_workplace_has_a_name_on_its_page() =>
        Assert.All(DecisionKinds.All.Where(k => k.Installs), k => Assert.True(Words.All.Has("ar", $"installations.kind.{k.Code}"), k.Code));

    [Theory]
    [InlineData("ar")]
    [InlineData("fr")]
    public async Task A_signed_transfer_becomes_true_with_the_minutes_that_head_and_person_confirm(string language)
    {
        var move = await Signed();
        var (head, me) = (await app.SignIn(move.To.Head, language), await app.SignIn(move.Person, language));

        // Awaited: on the list of the school, in the person's space; nothing has moved yet.
        Assert.True((await head.Open($"{Links.All}?way=in")).Says(await NameOf(move, language)));
        Assert.NotNull((await me.Open(Links.Mine)).Find($"a[href='{Links.Case(move.Id)}']"));
        Assert.Equal(move.From.Id, await app.Read(db => db.Employees.Where(e => e.Id == move.Employee).Select(e => e.PlaceId).SingleAsync()));
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(move.Province.Hr)).Api.GetAsync($"/api/employees/{move.Employee}")).StatusCode);

        var seen = await head.Open(Links.Case(move.Id));
        var early = await seen.SubmitForm("#present", null, false, ("Do", "present"), ("Day", Iso(Today.AddDays(3))));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.Status);
        Assert.Equal(Iso(Today.AddDays(3)), early.ValueOf("Day"));
        Assert.NotNull(early.ErrorOf("Day"));
        var recorded = await (await head.Open(Links.Case(move.Id))).SubmitForm("#present", null, false, ("Do", "present"), ("Day", Iso(Today)));
        Assert.True(recorded.Says(Words.All.Say(language, "installations.said.present")), recorded.Text);
        Assert.Equal(move.From.Id, await app.Read(db => db.Employees.Where(e => e.Id == move.Employee).Select(e => e.PlaceId).SingleAsync()));

        var confirmed = await (await me.Open(Links.Case(move.Id))).SubmitForm("#confirm", null, false, ("Do", "confirm"));
        Assert.True(confirmed.Says(Words.All.Say(language, "installations.said.confirm")), confirmed.Text);
        // Whoever confirms stays signed in, in the employee's own space.
        Assert.Equal(Roles.Employee, await app.Read(db => (from s in db.Sessions join h in db.Hats on s.HatId equals h.Id where s.AccountId == move.Person.AccountId orderby s.Id descending select h.Role).FirstAsync()));

        // Workplace on both times, file and scope.
        var file = await app.Read(db => db.Employees.AsNoTracking().SingleAsync(e => e.Id == move.Employee));
        Assert.Equal((move.To.Id, move.To.Place.Path), (file.PlaceId, file.PlacePath));
        var postings = await app.Read(db => db.Postings.AsNoTracking().Where(p => p.EmployeeId == move.Employee).ToListAsync());
        Assert.Equal((move.From.Id, move.To.Id), (postings.WorkedAt(DateTime.MaxValue).HeldOn(Today.AddDays(-1))?.PlaceId, postings.WorkedAt(DateTime.MaxValue).HeldOn(Today)?.PlaceId));

        // The role goes on at the new school, and ended at the old one; the employee's space is there.
        var hats = await app.Read(db => db.Hats.AsNoTracking().Where(h => h.AccountId == move.Person.AccountId).ToListAsync());
        Assert.Equal(Today.AddDays(-1), hats.Single(h => h.PlaceId == move.From.Id && h.Role == Roles.Teacher).EndsOn);
        var worn = Assert.Single(hats, h => h.PlaceId == move.To.Id && h.Role == Roles.Teacher && h.StartsOn == Today && h.EndsOn is null);
        Assert.Contains(hats, h => h.Role == Roles.Employee && h.EndsOn is null);
        var there = await app.SignIn(move.Person with { HatId = worn.Id }, language);
        Assert.Equal(HttpStatusCode.OK, (await there.Open(Links.Case(move.Id))).Status);

        // Both structures: the class is without a teacher, the newcomer is among those a class may be given to.
        Assert.Equal(Today.AddDays(-1), await app.Read(db => db.TeachingAssignments.Where(t => t.EmployeeId == move.Employee).Select(t => t.EndsOn).SingleAsync()));
        var former = await app.SignIn(move.From.Head, language);
        Assert.True((await former.Open(Links.Case(move.Id))).Says(Words.All.Say(language, "classes.no-teacher")));
        Assert.True((await former.Open(Massar.Features.Classes.Links.Class(move.Class.Id))).Says(Words.All.Say(language, "classes.no-teacher")));

        // The minutes: sealed, numbered by the school, in both languages, and checked by their code.
        var (document, bytes) = await app.Read(async db =>
        {
            var id = await db.Installations.Where(i => i.Id == move.Id).Select(i => i.MinutesId).SingleAsync();
            return (await db.IssuedDocuments.AsNoTracking().SingleAsync(d => d.Id == id), (await db.DocumentContents.AsNoTracking().SingleAsync(c => c.DocumentId == id)).Bytes);
        });
        Assert.Equal((move.To.Id, "installation-minutes", 1), (document.PlaceId, document.Kind, document.Number));
        var path = Path.Combine(Directory.CreateTempSubdirectory("minutes-").FullName, "minutes.pdf");
        await File.WriteAllBytesAsync(path, bytes);
        Assert.Contains("Pages:           1", Tools.Run("pdfinfo", path).Output, StringComparison.Ordinal);
        Assert.Contains(Tools.Bare(file.Ppr), Tools.Bare(Tools.Text(path)), StringComparison.Ordinal);
        Assert.DoesNotContain("{", Tools.Text(path), StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("MASSAR_PAPERS") is { Length: > 0 } keep)
            File.Copy(path, Path.Combine(keep, $"installation-{language}.pdf"), overwrite: true);
        Assert.True((await app.Visitor(language).Open($"/verify/{DocumentCode.Shown(document.Code)}")).Says(Words.All.Say(language, "installations.paper.Installation.title")));
        Assert.Equal("application/pdf", (await head.Get(Links.Minutes(move.Id))).Content.Headers.ContentType?.MediaType);

        // The school left gives its own; the day is known.
        var left = await (await former.Open(Links.Case(move.Id))).SubmitForm("#leave", null, false, ("Do", "leave"));
        Assert.True(left.Says(Words.All.Say(language, "installations.said.leave")), left.Text);
        Assert.Equal("application/pdf", (await former.Get(Links.Cessation(move.Id))).Content.Headers.ContentType?.MediaType);
        if (Environment.GetEnvironmentVariable("MASSAR_PAPERS") is { Length: > 0 } also)
            await File.WriteAllBytesAsync(Path.Combine(also, $"cessation-{language}.pdf"), await (await former.Get(Links.Cessation(move.Id))).Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_newcomer_is_given_a_class_by_the_new_head_and_the_former_head_gives_his_to_another()
    {
        var move = await Installed();
        var taken = await app.Given.Class(move.To, pupils: 0);

        async Task<HttpResponseMessage> Give(GivenPerson by, int made, long employee) => await (await app.SignIn(by)).Api.PostAsJsonAsync(
            $"/api{Massar.Features.Classes.Links.Teaching(made, "MATH")}", new { employee = $"{employee}", hours = "4", from = Iso(Today), to = "" });

        Assert.Equal(HttpStatusCode.BadRequest, (await Give(move.From.Head, move.Class.Id, move.Employee)).StatusCode);
        Assert.True((await Give(move.To.Head, taken.Id, move.Employee)).IsSuccessStatusCode);
        var colleague = await app.Given.Employee(move.From.Place);
        Assert.True((await Give(move.From.Head, move.Class.Id, colleague.Id)).IsSuccessStatusCode);
        Assert.True((await (await app.SignIn(move.From.Head, "fr")).Open(Links.Case(move.Id))).Says(Words.All.Say("fr", "installations.classes.taken")));

        // Taken back: what was given to another stays his, the rest is as it was; the minutes say so.
        var second = await move.Province.WithdrawalReadyToSign(move.Decision);
        await move.Province.MustSign(second);
        Assert.Equal(move.From.Id, await app.Read(db => db.Employees.Where(e => e.Id == move.Employee).Select(e => e.PlaceId).SingleAsync()));
        Assert.Equal(Today.AddDays(-1), await app.Read(db => db.TeachingAssignments.Where(t => t.EmployeeId == move.Employee && t.ClassId == move.Class.Id).Select(t => t.EndsOn).SingleAsync()));
        Assert.True(await app.Read(db => db.TeachingAssignments.Where(t => t.EmployeeId == move.Employee && t.ClassId == taken.Id).Select(t => t.EndsOn < Today).SingleAsync()));
        var installation = await app.Read(db => db.Installations.AsNoTracking().SingleAsync(i => i.Id == move.Id));
        Assert.Equal(InstallationState.Cancelled, installation.State);
        Assert.Equal(DocumentState.Withdrawn, await app.Read(db => db.IssuedDocuments.Where(d => d.Id == installation.MinutesId).Select(d => d.State).SingleAsync()));
    }

    [Fact]
    public async Task A_withdrawal_puts_back_the_role_the_class_and_the_workplace()
    {
        var move = await Installed();

        await move.Province.MustSign(await move.Province.WithdrawalReadyToSign(move.Decision));

        var hats = await app.Read(db => db.Hats.AsNoTracking().Where(h => h.AccountId == move.Person.AccountId).ToListAsync());
        Assert.Null(hats.Single(h => h.PlaceId == move.From.Id && h.Role == Roles.Teacher).EndsOn);
        Assert.True(hats.Single(h => h.PlaceId == move.To.Id && h.Role == Roles.Teacher).EndsOn < Today);
        Assert.Null(await app.Read(db => db.TeachingAssignments.Where(t => t.EmployeeId == move.Employee).Select(t => t.EndsOn).SingleAsync()));
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(move.Person)).Open(Links.Mine)).Status);
        var postings = await app.Read(db => db.Postings.AsNoTracking().Where(p => p.EmployeeId == move.Employee).ToListAsync());
        Assert.Equal(move.From.Id, postings.WorkedAt(DateTime.MaxValue).HeldOn(Today)?.PlaceId);
    }

    [Fact]
    public async Task Minutes_of_leaving_before_the_arrival_end_role_and_class_on_that_day()
    {
        var move = await Signed(effective: -3);

        var reply = await Step(move, move.From.Head, "leave", Today.AddDays(-2));

        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        Assert.Equal(Today.AddDays(-2), await app.Read(db => db.Hats.Where(h => h.AccountId == move.Person.AccountId && h.Role == Roles.Teacher).Select(h => h.EndsOn).SingleAsync()));
        Assert.Equal(Today.AddDays(-2), await app.Read(db => db.TeachingAssignments.Where(t => t.EmployeeId == move.Employee).Select(t => t.EndsOn).SingleAsync()));
        // Not there before the last day here, and in the employee's own space meanwhile.
        Assert.Equal(HttpStatusCode.BadRequest, (await Step(move, move.To.Head, "present", Today.AddDays(-2))).StatusCode);
        Assert.True((await Step(move, move.To.Head, "present", Today)).IsSuccessStatusCode);
        Assert.True((await Step(move, await InSpace(move), "confirm")).IsSuccessStatusCode);
        var postings = await app.Read(db => db.Postings.AsNoTracking().Where(p => p.EmployeeId == move.Employee).ToListAsync());
        Assert.Equal((move.From.Id, (int?)null, move.To.Id), (postings.WorkedAt(DateTime.MaxValue).HeldOn(Today.AddDays(-2))!.PlaceId, postings.WorkedAt(DateTime.MaxValue).HeldOn(Today.AddDays(-1))?.PlaceId, postings.WorkedAt(DateTime.MaxValue).HeldOn(Today)!.PlaceId));
        Assert.Single(await app.Read(db => db.Hats.Where(h => h.AccountId == move.Person.AccountId && h.Role == Roles.Teacher && h.PlaceId == move.To.Id && h.EndsOn == null).ToListAsync()));
        await move.Province.MustSign(await move.Province.WithdrawalReadyToSign(move.Decision));
        Assert.Null(await app.Read(db => db.Hats.Where(h => h.AccountId == move.Person.AccountId && h.Role == Roles.Teacher && h.PlaceId == move.From.Id).Select(h => h.EndsOn).SingleAsync()));
    }

    [Fact]
    public async Task A_day_the_person_contests_goes_back_to_the_school_with_the_reason()
    {
        var move = await Signed();
        Assert.True((await Step(move, move.To.Head, "present", Today)).IsSuccessStatusCode);
        var me = await app.SignIn(move.Person, "fr");

        var without = await (await me.Open(Links.Case(move.Id))).SubmitForm("#contest", null, false, ("Do", "contest"), ("Remark", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.Status);
        var sent = await (await me.Open(Links.Case(move.Id))).SubmitForm("#contest", null, false, ("Do", "contest"), ("Remark", "J'étais présent la veille"));

        Assert.True(sent.Says(Words.All.Say("fr", "installations.said.contest")), sent.Text);
        Assert.True((await (await app.SignIn(move.To.Head, "fr")).Open(Links.Case(move.Id))).Says("J'étais présent la veille"));
        Assert.Equal(InstallationState.Due, await app.Read(db => db.Installations.Where(i => i.Id == move.Id).Select(i => i.State).SingleAsync()));
    }

    [Fact]
    public async Task Who_does_not_come_gets_two_notices_then_the_case_is_flagged_and_nothing_decided()
    {
        var move = await Signed();

        MassarApp.Clock.Pass(TimeSpan.FromDays(5));
        await app.RunWork($"installation/{move.Id}/");
        Assert.Equal(1, await Notices());
        await app.RunWork($"installation/{move.Id}/");
        Assert.Equal(1, await Notices());
        MassarApp.Clock.Pass(TimeSpan.FromDays(9));
        await app.RunWork($"installation/{move.Id}/");
        Assert.Equal(2, await Notices());
        MassarApp.Clock.Pass(TimeSpan.FromDays(9));
        await app.RunWork($"installation/{move.Id}/");

        var installation = await app.Read(db => db.Installations.AsNoTracking().SingleAsync(i => i.Id == move.Id));
        Assert.NotNull(installation.FlaggedAt);
        Assert.Equal(1, await app.Read(db => db.Decisions.CountAsync(d => d.EmployeeId == move.Employee)));
        // The office that has the file is led to the procedure; the person still may come.
        var page = await (await app.SignIn(move.Province.Hr, "fr")).Open(Links.Case(move.Id));
        Assert.NotNull(page.Find($"a[href='{Massar.Features.Decisions.Links.New(move.Employee, "LeavingService")}']"));
        Assert.True((await app.Read(db => db.Notices.Where(n => n.Key.StartsWith("installation/" + move.Id + "/")).Select(n => n.Key).ToListAsync())).Exists(k => k.Contains("/flagged/", StringComparison.Ordinal)));
        Assert.True((await Step(move, move.To.Head, "present", Today)).IsSuccessStatusCode);

        Task<int> Notices() => app.Read(async db => (await db.Installations.AsNoTracking().SingleAsync(i => i.Id == move.Id)).Notices);
    }

    [Fact]
    public async Task Strangers_find_nothing_each_side_does_its_own_part_and_nobody_his_own()
    {
        var move = await Signed();
        var (stranger, elsewhere) = (await app.Given.School(inProvinceOf: move.From), await Province.Make(app));

        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(stranger.Head)).Open(Links.Case(move.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(elsewhere.Hr)).Api.GetAsync($"/api{Links.Case(move.Id)}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(await app.Given.Person(Roles.Teacher, move.To.Place))).Open(Links.Case(move.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(stranger.Head)).Get(Links.Minutes(move.Id))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Step(move, move.From.Head, "present", Today)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Step(move, move.To.Head, "leave", Today)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Step(move, move.To.Head, "confirm")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Step(move, move.Person, "present", Today)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await Step(move, move.Person, "confirm")).StatusCode);
        var stale = await (await app.SignIn(move.To.Head)).Api.PostAsJsonAsync($"/api{Links.Case(move.Id)}", new { version = "99", @do = "present", day = Iso(Today) });
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
    }

    [Fact]
    public async Task Two_confirmations_at_once_make_one_paper()
    {
        var move = await Signed();
        Assert.True((await Step(move, move.To.Head, "present", Today)).IsSuccessStatusCode);
        var version = await app.Read(db => db.Installations.Where(i => i.Id == move.Id).Select(i => i.Version).SingleAsync());
        var (one, other) = (await app.SignIn(move.Person), await app.SignIn(move.Person));

        var replies = await Task.WhenAll(new[] { one, other }.Select(v => v.Api.PostAsJsonAsync($"/api{Links.Case(move.Id)}", new { version = $"{version}", @do = "confirm" })));

        Assert.Single(replies, r => r.IsSuccessStatusCode);
        Assert.Equal(1, await app.Read(db => db.IssuedDocuments.CountAsync(d => d.EmployeeId == move.Employee && d.Kind == "installation-minutes")));
        Assert.Single(await app.Read(db => db.Hats.Where(h => h.AccountId == move.Person.AccountId && h.PlaceId == move.To.Id && h.Role == Roles.Teacher).ToListAsync()));
    }

    [Fact]
    public async Task The_list_is_filtered_and_taken_away()
    {
        var move = await Signed();
        var (to, from) = (await app.SignIn(move.To.Head, "fr", steppedUp: true), await app.SignIn(move.From.Head, "fr"));

        Assert.Single((await to.Open($"{Links.All}?way=in&state=Due")).All("tbody tr"));
        Assert.Empty((await to.Open($"{Links.All}?way=out")).All("tbody tr"));
        Assert.Single((await from.Open($"{Links.All}?way=out&state=leaving")).All("tbody tr"));
        Assert.Single((await (await app.SignIn(move.Province.Director, "ar")).Open(Links.All)).All("tbody tr"));
        Assert.Contains(await app.Read(db => db.Employees.Where(e => e.Id == move.Employee).Select(e => e.Ppr).SingleAsync()), await (await to.Get($"{Links.All}/list.csv")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await to.Get($"{Links.All}/list.xlsx")).StatusCode);
        var lists = await MassarApp.StatementsOf(async () => await to.Open(Links.All));
        Assert.True(lists.Count <= 6, string.Join("\n\n", lists));
        var card = await MassarApp.StatementsOf(async () => await from.Open(Links.Case(move.Id)));
        Assert.True(card.Count <= 5, string.Join("\n\n", card));
    }

    [Fact]
    public async Task Who_leaves_for_good_loses_role_and_classes_on_the_day_and_keeps_his_space_until_it_is_taken_back()
    {
        var province = await Province.Make(app);
        var (person, made) = await Taught(province.School);
        var from = Today.AddDays(20);
        var id = await Walk(province, person.EmployeeId!.Value, "Resignation", new { from = Iso(from) });

        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(person)).Open(Massar.Features.Decisions.Links.Mine())).Status);
        Assert.Equal(from.AddDays(-1), await app.Read(db => db.Hats.Where(h => h.Id == person.HatId).Select(h => h.EndsOn).SingleAsync()));
        Assert.Equal(from.AddDays(-1), await app.Read(db => db.TeachingAssignments.Where(t => t.ClassId == made.Id).Select(t => t.EndsOn).SingleAsync()));
        MassarApp.Clock.Pass(TimeSpan.FromDays(21));
        Assert.NotEqual(HttpStatusCode.OK, (await (await app.SignIn(person)).Api.GetAsync("/api/decisions/mine")).StatusCode);
        var space = await app.Read(db => db.Hats.Where(h => h.AccountId == person.AccountId && h.Role == Roles.Employee).SingleAsync());
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(person with { HatId = space.Id })).Api.GetAsync("/api/decisions/mine")).StatusCode);

        await province.MustSign(await province.WithdrawalReadyToSign(id));
        Assert.Null(await app.Read(db => db.Hats.Where(h => h.Id == person.HatId).Select(h => h.EndsOn).SingleAsync()));
        Assert.Null(await app.Read(db => db.TeachingAssignments.Where(t => t.ClassId == made.Id).Select(t => t.EndsOn).SingleAsync()));
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(person)).Api.GetAsync("/api/decisions/mine")).StatusCode);
    }

    [Theory, InlineData("Availability", "personal", null), InlineData("SecondmentOrSecondmentAtDisposal", "detachment", "جماعة أزرو")]
    public async Task Who_is_away_by_decision_keeps_the_post_and_wears_no_role_meanwhile(string kind, string cause, string? host)
    {
        var province = await Province.Make(app);
        var (person, made) = await Taught(province.School);
        var from = Today.AddDays(10);
        var id = await Walk(province, person.EmployeeId!.Value, kind, new { from = Iso(from), until = Iso(from.AddMonths(6)), cause, host });

        Assert.Equal(from.AddDays(-1), await app.Read(db => db.Hats.Where(h => h.Id == person.HatId).Select(h => h.EndsOn).SingleAsync()));
        Assert.Equal(from.AddDays(-1), await app.Read(db => db.TeachingAssignments.Where(t => t.ClassId == made.Id).Select(t => t.EndsOn).SingleAsync()));
        Assert.Equal(province.School.Id, await app.Read(db => db.Employees.Where(e => e.Id == person.EmployeeId).Select(e => e.PlaceId).SingleAsync()));

        await province.MustSign(await province.WithdrawalReadyToSign(id));
        Assert.Null(await app.Read(db => db.Hats.Where(h => h.Id == person.HatId).Select(h => h.EndsOn).SingleAsync()));
        Assert.Null(await app.Read(db => db.TeachingAssignments.Where(t => t.ClassId == made.Id).Select(t => t.EndsOn).SingleAsync()));
    }

    [Fact]
    public async Task A_role_lent_for_a_time_stays_behind()
    {
        var province = await Province.Make(app);
        var (person, _) = await Taught(province.School);
        await app.Write(db => db.Hats.Where(h => h.Id == person.HatId).ExecuteUpdateAsync(s => s.SetProperty(h => h.EndsOn, Today.AddDays(90))));
        var to = await app.Given.School(inProvinceOf: province.School);
        var move = await Of(province, person, await Walk(province, person.EmployeeId!.Value, "Transfer", new { from = Iso(Today), school = to.GresaCode, cause = "service-need" }), province.School, to);
        await app.Write(async db =>
        {
            db.FamilyEvents.Add(new Massar.Features.Families.Domain.FamilyEvent
            {
                EmployeeId = move.Employee,
                PlaceId = province.School.Id,
                PlacePath = province.School.Place.Path,
                Kind = Massar.Features.Families.Domain.FamilyEventKind.Marriage,
                HappenedOn = Today.AddDays(-3),
                DeclaredAt = MassarApp.Clock.GetUtcNow().UtcDateTime,
                DeclaredByAccountId = person.AccountId,
            });
            await db.SaveChangesAsync();
        });

        Assert.True((await Step(move, to.Head, "present", Today)).IsSuccessStatusCode);
        Assert.True((await Step(move, person, "confirm")).IsSuccessStatusCode);

        Assert.Empty(await app.Read(db => db.Hats.Where(h => h.AccountId == person.AccountId && h.PlaceId == to.Id && h.Role == Roles.Teacher).ToListAsync()));
        // What is open in the file goes along with it.
        Assert.Equal(to.Place.Path, await app.Read(db => db.FamilyEvents.Where(e => e.EmployeeId == move.Employee).Select(e => e.PlacePath).SingleAsync()));
    }

    [Fact]
    public async Task A_return_to_service_is_installed_at_the_same_place_and_a_later_decision_ends_what_was_awaited()
    {
        var province = await Province.Make(app);
        var (person, _) = await Taught(province.School);
        await app.Write(db => db.CareerSteps.Where(s => s.EmployeeId == person.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(c => c.PositionCode, "DETACHMENT")));
        var id = await Walk(province, person.EmployeeId!.Value, "ReturnToService", new { from = Iso(Today) });
        var move = await Of(province, person, id, province.School, province.School);

        Assert.True((await Step(move, province.School.Head, "present", Today)).IsSuccessStatusCode);
        Assert.True((await Step(move, person, "confirm")).IsSuccessStatusCode);
        Assert.Equal(1, await app.Read(db => db.IssuedDocuments.CountAsync(d => d.EmployeeId == person.EmployeeId && d.Kind == "resumption-minutes")));
        Assert.Null(await app.Read(db => db.Hats.Where(h => h.Id == person.HatId).Select(h => h.EndsOn).SingleAsync()));

        var awaited = await Signed(province);
        await Walk(province, awaited.Employee, "Resignation", new { from = Iso(Today.AddDays(1)) });
        Assert.Equal(InstallationState.Cancelled, await app.Read(db => db.Installations.Where(i => i.Id == awaited.Id).Select(i => i.State).SingleAsync()));
    }

    private sealed record Move(Province Province, GivenPerson Person, long Decision, long Id, GivenSchool From, GivenSchool To, SchoolClass Class)
    {
        public long Employee => Person.EmployeeId!.Value;
    }

    /// <summary>A teacher with a class whose transfer to another school of the province is signed.</summary>
    private async Task<Move> Signed(Province? inProvince = null, int effective = 0)
    {
        var province = inProvince ?? await Province.Make(app);
        var (person, made) = await Taught(province.School);
        var to = await app.Given.School(inProvinceOf: province.School);
        var id = await Walk(province, person.EmployeeId!.Value, "Transfer", new { from = Iso(Today.AddDays(effective)), school = to.GresaCode, cause = "service-need" });
        return await Of(province, person, id, province.School, to) with { Class = made };
    }

    private async Task<Move> Installed()
    {
        var move = await Signed();
        Assert.True((await Step(move, move.To.Head, "present", Today)).IsSuccessStatusCode);
        var reply = await Step(move, move.Person, "confirm");
        Assert.True(reply.IsSuccessStatusCode, await reply.Content.ReadAsStringAsync());
        return move;
    }

    private async Task<Move> Of(Province province, GivenPerson person, long decision, GivenSchool from, GivenSchool to) =>
        new(province, person, decision, await app.Read(db => db.Installations.Where(i => i.DecisionId == decision).Select(i => i.Id).SingleAsync()), from, to, null!);

    private async Task<(GivenPerson Person, SchoolClass Class)> Taught(GivenSchool school)
    {
        var person = await app.Given.Person(Roles.Teacher, school.Place);
        var made = await app.Given.Class(school, pupils: 0);
        await app.Write(async db =>
        {
            db.TeachingAssignments.Add(new TeachingAssignment { ClassId = made.Id, SchoolId = school.Id, SchoolYearId = Given.Year, SubjectCode = "MATH", EmployeeId = person.EmployeeId!.Value, WeeklyHours = 4, StartsOn = new DateOnly(Given.Year, 9, 1) });
            await db.SaveChangesAsync();
        });
        return (person, made.Class);
    }

    private async Task<long> Walk(Province province, long employee, string kind, object facts)
    {
        var version = await app.Read(db => db.Employees.Where(e => e.Id == employee).Select(e => e.Version).SingleAsync());
        var body = JsonSerializer.SerializeToNode(facts)!.AsObject();
        (body["employee"], body["kind"], body["version"]) = (employee, kind, $"{version}");
        var reply = await (await app.SignIn(province.Hr)).Api.PostAsJsonAsync("/api/decisions/new", body);
        var said = await reply.Content.ReadAsStringAsync();
        Assert.True(reply.IsSuccessStatusCode, said);
        var id = JsonDocument.Parse(said).RootElement.GetProperty("decision").GetInt64();
        await province.Send(id);
        foreach (var who in (GivenPerson[])[province.HeadOfService, province.Director, province.Control])
            await province.Grant(who, id);
        await province.MustSign(id);
        return id;
    }

    private async Task<GivenPerson> InSpace(Move move) =>
        move.Person with { HatId = await app.Read(db => db.Hats.Where(h => h.AccountId == move.Person.AccountId && h.Role == Roles.Employee).Select(h => h.Id).SingleAsync()) };

    private async Task<HttpResponseMessage> Step(Move move, GivenPerson by, string act, DateOnly? day = null)
    {
        var version = await app.Read(db => db.Installations.Where(i => i.Id == move.Id).Select(i => i.Version).SingleAsync());
        return await (await app.SignIn(by)).Api.PostAsJsonAsync($"/api{Links.Case(move.Id)}", new { version = $"{version}", @do = act, day = day is { } on ? Iso(on) : null });
    }

    private Task<string> NameOf(Move move, string language) => app.Read(db => db.Employees.Where(e => e.Id == move.Employee).Select(e => language == "ar" ? e.LastNameAr + " " + e.FirstNameAr : e.LastNameLatin + " " + e.FirstNameLatin).SingleAsync());

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
