using Massar.Features.Accounts;
using Massar.Features.Attendance.Domain;
using Massar.Features.Classes;
using Massar.Features.Enrollments;
using Massar.Features.Files.Domain;
using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Features.Timetables;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance;

/// <summary>The calls of the last school days with the absences they noted, reasons that wait for the school, and follow-ups.</summary>
public sealed class SeedCalls : ISeed
{
    /// <summary>School days that have calls; on the others absences stand alone.</summary>
    public const int Days = 2;

    private static readonly string[] Hours = ["M1", "M2", "M3", "M4", "S1", "S2", "S3", "S4"];
    private static readonly string[] ReasonCodes = ["ILLNESS", "APPOINTMENT", "FAMILY", "TRANSPORT"];

    public int Order => 115;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, classes, enrollments, accounts, pupils) =
            (seeding.Of<SeededYears>(), seeding.Of<SeededClasses>(), seeding.Of<SeededEnrollments>(), seeding.Of<SeededAccounts>(), seeding.Of<SeededPupils>());
        var timetable = seeding.Of<SeededTimetable>();
        var draw = seeding.Draw("attendance calls");
        var days = (await Seed.SchoolDays(seeding, years.Current.Id, years.Today, ct)).TakeLast(Days).ToArray();
        var now = seeding.Services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var away = seeding.Of<SeededAway>().Pupils.ToDictionary(p => p.PupilId, p => p.Class.Id);
        var guardians = accounts.Of(Roles.Guardian).Where(a => a.GuardianId is not null).DistinctBy(a => a.GuardianId).ToDictionary(a => a.GuardianId!.Value, a => a.Id);
        var known = accounts.Demo(Roles.Guardian).GuardianId;
        var shown = pupils.Guardians.First(g => g.Id == known).PupilIds[0];
        List<RollCall> calls = [];
        List<RollLine> lines = [];
        List<Absence> absences = [];
        List<Justification> justifications = [];
        List<WorkItem> work = [];

        foreach (var day in days)
            foreach (var taught in classes.Of(years.Current.Id))
            {
                var list = enrollments.In(taught.Id).Where(e => e.LeftOn is null || e.LeftOn > day).ToList();
                if (list.Count == 0 || taught.Teachings.Count == 0)
                    continue;
                // A few calls are missing, as on any day, and of today's there are only those that can have been made.
                var hours = Hours.Where(h => draw.Bool(0.95f) && CalledAt(day, h) <= now).ToList();
                var missing = draw.ListItems(list, Math.Min(list.Count, draw.Number(0, 2))).Select(e => e.PupilId).ToList();
                if (day == days[0] && list.Any(e => e.PupilId == shown) && !missing.Contains(shown))
                    missing.Add(shown); // the well-known guardian has something to give a reason for
                missing = [.. missing.Union(away.Where(a => a.Value == taught.Id).Select(a => a.Key))];
                var late = draw.Bool(0.3f) ? draw.ListItem(list).PupilId : 0;
                foreach (var half in Enum.GetValues<HalfDay>())
                {
                    // Some come back in the afternoon.
                    if (half == HalfDay.Afternoon)
                        missing = [.. missing.Where(m => away.ContainsKey(m) || draw.Bool(0.5f))];
                    var called = hours.Where(h => LessonHours.HalfOf(h) == half).Count(h => Call(taught, day, h, list.Count, missing, missing.Contains(late) ? 0 : late));
                    if (called > 0)
                        foreach (var pupil in missing)
                            Miss(taught, day, half, pupil, called);
                }
            }

        await seeding.Insert(calls, ct);
        await seeding.Insert(lines, ct);
        await seeding.Insert(justifications, ct);
        await seeding.Insert(absences, ct);
        await seeding.Insert(work, ct);
        await Paper(seeding, justifications, accounts, ct);
        await new SeedFollowUps().Plant(seeding, ct);

        bool Call(SeededClass taught, DateOnly day, string hour, int size, List<long> missing, long late)
        {
            // What the timetable holds at that hour; nothing is called in a free one.
            if (taught.Teachings.FirstOrDefault(t => t.Plan.SubjectCode == timetable.SubjectAt(taught.Id, day.DayOfWeek, hour)) is not { } teaching || accounts.OfEmployee(teaching.TeacherId) is not { } teacher)
                return false;
            var at = CalledAt(day, hour);
            var id = seeding.NextId<RollCall>();
            calls.Add(new RollCall
            {
                Id = id,
                SchoolYearId = taught.SchoolYearId,
                SchoolId = taught.SchoolId,
                ClassId = taught.Id,
                SubjectCode = teaching.Plan.SubjectCode,
                Day = day,
                Hour = hour,
                Pupils = size,
                MadeAt = at,
                ReceivedAt = at.AddSeconds(2),
                AccountId = teacher.Id,
            });
            lines.AddRange(missing.Select(p => new RollLine { RollCallId = id, PupilId = p, Presence = Presence.Absent }));
            if (late != 0 && hour == Hours[0])
                lines.Add(new RollLine { RollCallId = id, PupilId = late, Presence = Presence.Late });
            return true;
        }

        void Miss(SeededClass taught, DateOnly day, HalfDay half, long pupil, int periods)
        {
            var given = CalledAt(day, half == HalfDay.Morning ? "M1" : "S1").AddMinutes(20);
            var by = pupils.GuardiansOf(pupil).Select(g => guardians.GetValueOrDefault(g.Id)).FirstOrDefault(a => a != 0);
            long? justification = null;
            if (draw.Bool(0.3f) && by != 0 && pupil != shown && !away.ContainsKey(pupil) && given <= now)
                justifications.Add(new Justification
                {
                    Id = (justification = seeding.NextId<Justification>()).Value,
                    SchoolId = taught.SchoolId,
                    PupilId = pupil,
                    ReasonCode = draw.ArrayElement(ReasonCodes),
                    GivenByAccountId = by,
                    GivenAt = given,
                });
            absences.Add(new Absence
            {
                Id = seeding.NextId<Absence>(),
                PupilId = pupil,
                SchoolYearId = taught.SchoolYearId,
                SchoolId = taught.SchoolId,
                ClassId = taught.Id,
                Day = day,
                Half = half,
                Periods = periods,
                State = justification is null ? AbsenceState.Noted : AbsenceState.Reported,
                JustificationId = justification,
                ToldAt = justification is null && given.AddMinutes(10) <= now ? given.AddMinutes(10) : null,
            });
            if (justification is null)
                work.Add(Seed.Settling(seeding, pupil, day, half));
        }
    }

    private static DateTime CalledAt(DateOnly day, string hour) =>
        MoroccanHour.Utc(day, new TimeOnly((hour[0] == 'M' ? 7 : 13) + (hour[1] - '0'), 38));

    /// <summary>A paper for reasons that wait at the well-known head's school, so that there is one to open.</summary>
    private static async Task Paper(Seeding seeding, List<Justification> justifications, SeededAccounts accounts, CancellationToken ct)
    {
        const int papers = 4;
        var school = accounts.Demo(Roles.Head).PlaceId;
        var ids = justifications.Where(j => j.SchoolId == school).Take(papers).Select(j => j.Id).ToList();
        if (ids.Count == 0)
            return;
        var drawn = await DemoPaper.Draw(seeding, "شهادة طبية", "Certificat médical", ct, "يشهد الطبيب أن المعني بالأمر في حاجة إلى الراحة لمدة يومين.", "Repos de deux jours.");
        var file = new StoredFile
        {
            PublicId = seeding.Draw("absence papers").Guid(),
            Kind = FileKind.Evidence,
            ContentType = "application/pdf",
            Length = drawn.Length,
            Hash = Fingerprint.Of(drawn),
            UploadedAt = seeding.Of<SeededYears>().Today.ToDateTime(new TimeOnly(8, 0), DateTimeKind.Utc),
        };
        await seeding.Insert([file], ct);
        var id = await seeding.Db.StoredFiles.Where(f => f.PublicId == file.PublicId).Select(f => f.Id).SingleAsync(ct);
        await seeding.Insert([new StoredFileContent { Id = id, Bytes = drawn }], ct);
        await seeding.Db.Justifications.Where(j => ids.Contains(j.Id)).ExecuteUpdateAsync(s => s.SetProperty(j => j.FileId, id), ct);
    }
}
