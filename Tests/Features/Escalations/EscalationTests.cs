using System.Globalization;
using System.Net;
using System.Text.Json;
using Massar.Features.Claims.Domain;
using Massar.Features.Escalations;
using Massar.Features.Escalations.Domain;
using Massar.Features.Leaves.Domain;
using Massar.Features.Messages.Domain;
using Massar.Features.PupilNotes.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Escalations;

/// <summary>What waits too long for a head's word goes up to the directorate, once, with its kind and number and nothing of what is written.</summary>
public sealed class EscalationTests(MassarApp app) : IClassFixture<MassarApp>
{
    private const string Secret = "Une affaire de famille";

    private static DateOnly Today => MoroccanDay.Today(MassarApp.Clock);

    [Fact]
    public async Task What_is_late_goes_up_once_is_counted_right_and_is_gone_once_it_is_answered()
    {
        var school = await app.Given.School();
        var (sister, strange) = (await app.Given.School(inProvinceOf: school), await app.Given.School());
        var (director, hr, stranger) = (await app.Given.Person(Roles.ProvincialDirector, school.Directorate), await app.Given.Person(Roles.HrManager, school.Directorate), await app.Given.Person(Roles.ProvincialDirector, strange.Directorate));
        var (here, there, away) = (await Late(school, days: 0), await Late(sister, days: 0), await Late(strange, days: 0));
        // Due today and not over: seen by the head, passed on to nobody.
        var inTime = await Late(school, days: 1);

        var head = await app.SignIn(school.Head, "fr");
        var waiting = await head.Open(Links.Waiting);
        Assert.True(waiting.Says("12 dossiers"), waiting.Text);
        Assert.True(waiting.Says("6 dossiers en retard"), waiting.Text);
        Assert.False(waiting.Says($"direction provinciale le {Massar.Infrastructure.Text.Formats.ShortDate(Today)}"));
        Assert.False(waiting.Says(Secret));
        Assert.Equal(6, (await head.Open($"{Links.Waiting}?state=soon")).All("main tbody tr").Count);
        foreach (var address in (string[])[Massar.Features.Messages.Links.Thread(here.Thread), Massar.Features.Pupils.Links.ReportCase(here.Report), Massar.Features.Transfers.Links.Case(here.Transfer), Massar.Features.Leaves.Links.Case(here.Leave)])
        {
            Assert.NotEmpty(waiting.All($"main tbody a[href='{address}']"));
            // The paper of the report is not there.
            if (address != Massar.Features.Pupils.Links.ReportCase(here.Report)) Assert.Equal(HttpStatusCode.OK, (await head.Get(address)).StatusCode);
        }

        await Run(school.Directorate.Id, "a");
        await Run(strange.Directorate.Id, "a");
        // The same day again: nothing is passed on or told twice.
        await Run(school.Directorate.Id, "b");
        Assert.Equal(12, await app.Read(db => db.Escalations.CountAsync(e => e.DirectorateId == school.Directorate.Id)));
        Assert.Equal((1, 1), (await Told(director), await Told(hr)));
        // A transfer tells the directorate by its own clock, and a leave is the other office's.
        Assert.Equal(["8", "2"], await Args(director));
        Assert.Equal(["2", "2"], await Args(hr));

        var office = await app.SignIn(director, "fr");
        var passed = await office.Open(Links.Passed);
        var byHand = here.Count + there.Count - 2;
        Assert.True(passed.Says($"{byHand} dossiers"), passed.Text);
        Assert.Equal(byHand, passed.All("main tbody tr").Count);
        Assert.False(passed.Says(Secret));
        Assert.DoesNotContain(here.Child, passed.Body, StringComparison.Ordinal);
        foreach (var kind in (string[])["registrations", "transfers", "messages", "reports", "notes"])
        {
            Assert.Contains(passed.All("select[name=kind] option"), o => o.GetAttribute("value") == kind && o.TextContent.EndsWith("(2)", StringComparison.Ordinal));
            Assert.Equal(2, (await office.Open($"{Links.Passed}?kind={kind}")).All("main tbody tr").Count);
        }

        Assert.Equal(5, (await office.Open($"{Links.Passed}?q={sister.GresaCode}")).All("main tbody tr").Count);
        Assert.Single((await office.Open($"{Links.Passed}?q={sister.GresaCode}&kind=notes")).All("main tbody tr"));
        Assert.Equal(["leave-returns", "leaves"], (await (await app.SignIn(hr, "fr")).Open(Links.Passed)).All("select[name=kind] option").Select(o => o.GetAttribute("value")!).Where(v => v.Length > 0));
        var csv = await (await office.Get($"{Links.Passed}/list.csv?q={sister.GresaCode}")).Content.ReadAsStringAsync();
        Assert.Equal(1 + 5, csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain(Secret, csv, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await office.Api.GetStringAsync($"/api{Links.Passed}"));
        Assert.Equal(byHand, json.RootElement.GetProperty("total").GetInt32());
        // Nobody else's: another province sees its own alone, and the words stay closed to the directorate.
        Assert.Equal(away.Count - 1, (await (await app.SignIn(stranger, "fr")).Open(Links.Passed)).All("main tbody tr").Count);
        Assert.NotEqual(HttpStatusCode.OK, (await office.Get(Massar.Features.Messages.Links.Thread(here.Thread))).StatusCode);

        // Who asked reads when it went up.
        var day = Massar.Infrastructure.Text.Formats.ShortDate(Today);
        var family = await app.SignIn(here.Mother, "fr");
        Assert.True((await family.Open(Massar.Features.Messages.Links.Thread(here.Thread))).Says($"direction provinciale le {day}"));
        Assert.True((await family.Open(Massar.Features.Pupils.Links.Mine)).Says($"direction provinciale le {day}"));
        Assert.True((await (await app.SignIn(here.Teacher, "fr")).Open(Massar.Features.Leaves.Links.Case(here.Leave))).Says($"direction provinciale le {day}"));
        Assert.False((await (await app.SignIn(inTime.Mother, "fr")).Open(Massar.Features.Messages.Links.Thread(inTime.Thread))).Says("direction provinciale"));
        Assert.True((await head.Open($"{Links.Waiting}?state=late")).Says($"transmis à la direction provinciale le {day}"));

        // Answered: off both lists, with nothing to do for anybody.
        await (await head.Open(Massar.Features.Messages.Links.Thread(here.Thread))).Submit(("Text", "La direction répond"));
        Assert.Empty((await head.Open(Links.Waiting)).All($"main a[href='{Massar.Features.Messages.Links.Thread(here.Thread)}']"));
        Assert.Single((await office.Open($"{Links.Passed}?kind=messages")).All("main tbody tr"));
        Assert.False((await family.Open(Massar.Features.Messages.Links.Thread(here.Thread))).Says("direction provinciale"));

        // Asked again: another wait, with a delay of its own.
        await (await family.Open(Massar.Features.Messages.Links.Thread(here.Thread))).Submit(("Text", "Et encore"));
        Assert.Single((await office.Open($"{Links.Passed}?kind=messages")).All("main tbody tr"));
    }

    [Fact]
    public async Task A_head_reads_nothing_of_the_own_child_and_a_request_for_a_child_that_is_nowhere_looks_like_any_other()
    {
        var school = await app.Given.School();
        var late = await Late(school, days: 0);
        await app.Write(async db =>
        {
            var cin = await db.Employees.Where(e => e.Id == school.Head.EmployeeId).Select(e => e.Cin).SingleAsync();
            await db.Guardians.Where(g => g.Id == late.Mother.GuardianId).ExecuteUpdateAsync(u => u.SetProperty(g => g.Cin, cin));
        });
        var page = await (await app.SignIn(school.Head, "fr")).Open(Links.Waiting);
        // The request for a place names no child yet, and the leave is a teacher's.
        Assert.Equal(["leaves", "registrations"], (await Kinds(page)).Order(StringComparer.Ordinal));

        // Two claims, one on a child of the school and one on nobody: the asker reads the same of both.
        var (class1, asker) = (await app.Given.Class(school, pupils: 1), await app.Given.Guardian(school));
        var asked = MassarApp.Clock.GetUtcNow().UtcDateTime.AddDays(-28);
        await app.Write(async db =>
        {
            foreach (var (code, pupil) in new[] { (class1.Pupils[0].MassarCode, (long?)class1.Pupils[0].Id), ($"Y{Given.Next():000000000}", null) })
                db.ChildClaims.Add(new ChildClaim { Kind = ClaimKind.Asked, AccountId = asker.AccountId, GuardianId = asker.GuardianId!.Value, MassarCode = code, PupilId = pupil, PlaceId = school.Id, Quality = GuardianQuality.Guardian, AskedAt = asked }.Begin());
            await db.SaveChangesAsync();
        });
        var mine = await (await app.SignIn(asker, "fr")).Open(Massar.Features.Claims.Links.Mine);
        var lines = mine.All("main ul.list:last-of-type > li").Select(l => string.Join(' ', l.QuerySelectorAll(".sub, .tag").Select(s => s.TextContent.Trim()))).TakeLast(2).ToList();
        Assert.Equal(lines[0], lines[1]);

        // Nobody without the permission comes in, and a stranger's directorate has nothing.
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(late.Teacher)).Get(Links.Waiting)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(school.Head)).Get(Links.Passed)).StatusCode);
    }

    [Fact]
    public async Task What_came_with_a_pupil_waits_for_the_head_there_since_that_day_and_what_a_head_keeps_back_for_nobody()
    {
        var (former, school) = (await app.Given.School(), await app.Given.School());
        var made = await app.Given.Class(school, pupils: 2);
        var teacher = await app.Given.Teacher(made);
        await app.Write(async db =>
        {
            var old = MassarApp.Clock.GetUtcNow().UtcDateTime.AddDays(-40);
            PupilNote Note(GivenPupil pupil, int at) =>
                new() { SchoolId = at, SchoolYearId = made.Class.SchoolYearId, PupilId = pupil.Id, Kind = NoteKind.Need, IsSensitive = true, Audience = NoteAudience.Teachers, Text = Secret, WrittenAt = old, WrittenByAccountId = teacher.AccountId };
            // Shown at the school before.
            var came = Note(made.Pupils[0], former.Id).Begin(byHead: true);
            came.GoTo(school.Id);
            var kept = Note(made.Pupils[1], school.Id).Begin(byHead: true);
            Assert.Null(kept.KeepBack(Massar.Features.Accounts.Domain.Hands.Only(school.Head.AccountId)));
            // At a school where the child is not any more.
            var report = new DatumReport { PupilId = made.Pupils[0].Id, SchoolId = former.Id, Field = "FirstNameLatin", Said = "A", Wanted = Secret, FileId = 0, AccountId = teacher.AccountId, ReportedAt = old }.Begin();
            db.AddRange(came, kept, report);
            await db.SaveChangesAsync();
            var line = made.Pupils[0].EnrollmentId;
            await db.Enrollments.Where(e => e.Id == line).ExecuteUpdateAsync(u => u.SetProperty(e => e.EnteredOn, Today));
        });
        Assert.Equal(["notes"], await Kinds(await (await app.SignIn(school.Head, "fr")).Open(Links.Waiting)));
        Assert.Empty(await Kinds(await (await app.SignIn(former.Head, "fr")).Open(Links.Waiting)));

        await Run(school.Directorate.Id, "c");
        await Run(former.Directorate.Id, "c");
        Assert.False(await app.Read(db => db.Escalations.AnyAsync(e => e.SchoolId == school.Id || e.SchoolId == former.Id)));
    }

    [Fact]
    public void A_delay_counts_working_days_and_its_last_day_is_in_time()
    {
        var kind = new WaitKind("k", "p", WaitOffice.Pupils, "k.days", 3, _ => Enumerable.Empty<Wait>().AsQueryable(), _ => "");
        var friday = new DateOnly(2025, 11, 7);
        WaitRules On(DateOnly day, string? days = null, params (DateOnly, DateOnly)[] holidays) =>
            new(new DateTime(day, new TimeOnly(11, 0), DateTimeKind.Utc), days is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["k.days"] = days }, holidays);

        Assert.Equal(friday.AddDays(5), On(friday).Due(kind, friday));
        Assert.Equal(friday.AddDays(3), On(friday, "1").Due(kind, friday));
        Assert.Equal(friday.AddDays(5), On(friday, "many").Due(kind, friday));
        Assert.Equal(friday.AddDays(6), On(friday, null, (friday.AddDays(3), friday.AddDays(3))).Due(kind, friday));
        Assert.Equal(friday.AddDays(3), On(friday).Due(kind with { IsCalendar = true }, friday));
        // Late from the day after the last one on: what waits since the friday is, what waits since the monday is not.
        Assert.Equal(friday.AddDays(2), On(friday.AddDays(6)).LateSince(kind));
        Assert.Equal(friday.AddDays(-1), On(friday.AddDays(5)).LateSince(kind));
        Assert.Equal(On(friday).Due(kind, friday), On(friday.AddDays(5)).Due(kind, MoroccanHour.Utc(friday, new TimeOnly(23, 30)), null));
    }

    private static Task<List<string>> Kinds(Page page)
    {
        var words = new Dictionary<string, string> { ["Demande d'inscription"] = "registrations", ["Demande de transfert"] = "transfers", ["Message d'une famille"] = "messages", ["Donnée signalée comme erronée"] = "reports", ["Observation d'un enseignant"] = "notes", ["Demande de congé"] = "leaves" };
        return Task.FromResult(page.All("main tbody th a").Select(a => words.Single(w => a.TextContent.Replace('’', '\'') == w.Key).Value).ToList());
    }

    private sealed record Made(GivenPerson Mother, GivenPerson Teacher, string Child, long Thread, long Report, long Note, long Transfer, long Leave, long Registration)
    {
        /// <summary>One of each.</summary>
        public int Count => 6;
    }

    /// <summary>One case of each kind that waits at a school.</summary>
    /// <param name="days">0: since the last day that is late today. 1: the day after, so that it is due and in time.</param>
    private async Task<Made> Late(GivenSchool school, int days)
    {
        var rules = await app.Within(s => s.GetRequiredService<WaitDesk>().Rules(CancellationToken.None));
        var kinds = await app.Within(s => Task.FromResult(s.GetRequiredService<WaitDesk>().Kinds(rules).ToDictionary(k => k.Code)));
        DateOnly Day(string kind)
        {
            var day = rules.LateSince(kinds[kind]);
            // The next one that is in time: weekends count with the friday before.
            for (var ahead = 0; ahead < days; day = day.AddDays(1)) if (rules.Due(kinds[kind], day.AddDays(1)) >= rules.Today) ahead++;
            return day;
        }

        DateTime At(string kind) => MoroccanHour.Utc(Day(kind), new TimeOnly(10, 0));
        var made = await app.Given.Class(school, pupils: 1);
        var (pupil, year) = (made.Pupils[0], made.Class.SchoolYearId);
        var (mother, teacher, to) = (await app.Given.Guardian(school, pupil), await app.Given.Teacher(made), await app.Given.School());
        Made? result = null;
        await app.Write(async db =>
        {
            var now = MassarApp.Clock.GetUtcNow().UtcDateTime;
            var thread = new FamilyThread { SchoolId = school.Id, PupilId = pupil.Id, GuardianId = mother.GuardianId!.Value, AccountId = mother.AccountId, ClassId = made.Id, Kind = ThreadKind.Question, Door = ThreadDoor.Head, AskedAt = now.AddDays(-20) };
            Assert.Null(thread.Ask(Day("messages"), now.AddDays(-20)));
            var report = new DatumReport { PupilId = pupil.Id, SchoolId = school.Id, Field = "FirstNameLatin", Said = "A", Wanted = Secret, FileId = 0, AccountId = mother.AccountId, ReportedAt = At("reports") }.Begin();
            var note = new PupilNote { SchoolId = school.Id, SchoolYearId = year, PupilId = pupil.Id, Kind = NoteKind.Need, IsSensitive = true, Audience = NoteAudience.Teachers, Text = Secret, WrittenAt = At("notes"), WrittenByAccountId = teacher.AccountId }.Begin(byHead: false);
            var transfer = new Transfer
            {
                PupilId = pupil.Id,
                SchoolYearId = year,
                EnrollmentId = pupil.EnrollmentId,
                FromSchoolId = school.Id,
                FromDirectorateId = school.Directorate.Id,
                ToSchoolId = to.Id,
                ToDirectorateId = to.Directorate.Id,
                LevelCode = "1AC",
                KindCode = "between",
                ReasonCode = "residence",
                AskedBy = TransferOrigin.Receiver,
                AskedByAccountId = to.Head.AccountId,
                AskedAt = At("transfers"),
            };
            transfer.Begin(At("transfers"), await TransferRules.Of(db, year, CancellationToken.None));
            var leave = new Leave
            {
                EmployeeId = teacher.EmployeeId!.Value,
                TypeCode = "SICK_SHORT",
                CountedAs = "SICK_SHORT",
                PlaceId = school.Id,
                PlacePath = school.Place.Path,
                StartsOn = Today.AddDays(10),
                EndsOn = Today.AddDays(11),
                Days = 2,
                IsAbsence = true,
                IsMedical = false,
                AskedByAccountId = teacher.AccountId,
                AskedAt = At("leaves"),
            };
            leave.Begin(toHead: true, At("leaves"));
            var request = new Registration { SchoolYearId = year, Phone = Given.PhoneOf(Given.Next()), Language = "ar", StateSince = At("registrations"), CreatedAt = At("registrations") };
            request.Choose(school.Id, null, school.Place.Path);
            Assert.Null(request.Send(At("registrations")));
            db.AddRange(thread, report, note, transfer, leave, request);
            await db.SaveChangesAsync();
            db.ThreadLines.Add(new ThreadLine { ThreadId = thread.Id, SchoolId = school.Id, At = thread.AskedAt, What = "asked", AccountId = mother.AccountId, Role = Roles.Guardian, Text = Secret });
            await db.SaveChangesAsync();
            result = new Made(mother, teacher, pupil.FullNameAr, thread.Id, report.Id, note.Id, transfer.Id, leave.Id, request.Id);
        });
        return result!;
    }

    /// <summary>The work of the day, by a key of the test's own.</summary>
    private async Task Run(int directorate, string turn)
    {
        var (key, now) = ($"{PassOnWork.KeyOf(directorate, Today)}/{turn}", MassarApp.Clock.GetUtcNow().UtcDateTime);
        await app.Write(async db =>
        {
            db.WorkItems.Add(new WorkItem { Kind = PassOnWork.Kind, Key = key, Payload = directorate.ToString(CultureInfo.InvariantCulture), RunAfter = now.AddMinutes(-1), CreatedAt = now });
            await db.SaveChangesAsync();
        });
        Assert.Equal(1, await app.RunWork(key));
    }

    private Task<int> Told(GivenPerson person) => app.Read(db => db.Notices.CountAsync(n => n.AccountId == person.AccountId && n.Template == "notices.escalations"));

    private async Task<List<string>> Args(GivenPerson person) =>
        JsonSerializer.Deserialize<List<string>>(await app.Read(db => db.Notices.Where(n => n.AccountId == person.AccountId && n.Template == "notices.escalations").Select(n => n.Args).SingleAsync()))!;
}
