using System.Security.Cryptography;
using Massar.Features.Accounts;
using Massar.Features.Attendance.Domain;
using Massar.Features.Classes;
using Massar.Features.Documents.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance;

/// <summary>
/// What followed from many absences: a follow-up on the day each threshold was reached, most of the older ones closed with what was done;
/// letters really sealed at the well-known head's school, some handed over; two pupils who stay away; a cover for the day.
/// </summary>
internal sealed class SeedFollowUps
{
    private const int MostLetters = 10;

    /// <summary>As the delivered settings attendance.thresholds.*.</summary>
    private static readonly int[] Thresholds = [3, 6, 10];

    private static readonly string[] Outcomes =
        ["تم الاتصال بالأسرة والاتفاق على المواظبة", "استقبلت الأسرة وقدمت شهادة طبية", "Famille reçue, engagement d'assiduité signé", "تم تحرير التزام من طرف ولي الأمر"];

    private readonly List<AbsenceLetter> letters = [];
    private readonly List<IssuedDocument> documents = [];
    private readonly List<DocumentContent> contents = [];
    // Written once all are known: the register numbers them in the order of their dates.
    private readonly List<(DateTime At, Func<Task> Write)> toWrite = [];
    private readonly Dictionary<int, int> numbers = [];
    private long document;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededAccounts>());
        var (year, draw, owners) = (years.Current.Id, seeding.Draw("absence follow-ups"), Seed.Offices(accounts));
        var head = accounts.Demo(Roles.Head);
        document = await seeding.Db.IssuedDocuments.MaxAsync(d => (long?)d.Id, ct) ?? 0;

        var missed = await seeding.Db.Absences.AsNoTracking().Where(a => a.SchoolYearId == year && a.State == AbsenceState.Unjustified)
            .OrderBy(a => a.PupilId).ThenBy(a => a.Day).ThenBy(a => a.Half).Select(a => new { a.PupilId, a.SchoolId, a.ClassId, a.Day, a.Half, a.Periods }).ToListAsync(ct);
        List<FollowUp> rows = [];
        foreach (var pupil in missed.GroupBy(a => a.PupilId))
        {
            var days = pupil.ToList();
            foreach (var threshold in Thresholds.Where(t => t <= days.Count))
            {
                var reached = days[threshold - 1];
                var opened = SettleAbsence.At(reached.Day, Seed.SettleDays);
                var isLast = Thresholds.LastOrDefault(t => t <= days.Count) == threshold;
                var isClosed = !isLast || (reached.Day < years.Today.AddDays(-10) && draw.Bool(0.7f));
                var followUp = new FollowUp
                {
                    Id = seeding.NextId<FollowUp>(),
                    SchoolId = reached.SchoolId,
                    SchoolYearId = year,
                    PupilId = pupil.Key,
                    ClassId = reached.ClassId,
                    Threshold = threshold,
                    OwnerAccountId = owners.TryGetValue(reached.SchoolId, out var owner) ? owner : null,
                    OpenedAt = opened,
                    ClosedAt = isClosed ? Earlier(opened.AddDays(draw.Number(2, 6)), years.Today) : null,
                    ClosedByAccountId = isClosed && owner != 0 ? owner : null,
                    Outcome = isClosed ? draw.ArrayElement(Outcomes) : null,
                };
                rows.Add(followUp);
                // Every other one has its letter; those of closed ones were handed over.
                if (reached.SchoolId == head.PlaceId && toWrite.Count < MostLetters && rows.Count % 2 == 0)
                    Later(opened.AddHours(4), at => Letter(seeding, followUp.PupilId, followUp.ClassId, followUp.Id, null, at, isClosed ? DateOnly.FromDateTime(opened).AddDays(1) : null,
                        content => content with { Count = threshold, Missed = [.. days.Take(threshold).Reverse().Select(d => new MissedHalf(d.Day, d.Half, d.Periods))], Days = 8 }, head.Id, draw, ct));
            }
        }

        await seeding.Insert(rows, ct);
        await Away(seeding, years, head, draw, ct);
        foreach (var letter in toWrite.OrderBy(l => l.At))
            await letter.Write();
        await seeding.Insert(documents, ct);
        await seeding.Insert(contents, ct);
        await seeding.Insert(letters, ct);
        if (numbers.Count > 0)
            await seeding.Insert([.. documents.GroupBy(d => d.Year).Select(g => new DocumentRegister { PlaceId = head.PlaceId, Kind = LetterDesk.Kind, Year = g.Key, Last = g.Max(d => d.Number) })], ct);
        await Cover(seeding, years, accounts, head, ct);
    }

    private async Task Away(Seeding seeding, SeededYears years, SeededAccount head, Bogus.Randomizer draw, CancellationToken ct)
    {
        var away = seeding.Of<SeededAway>();
        List<Interruption> rows = [];
        foreach (var (pupil, taught, since) in away.Pupils)
        {
            var opened = years.Today.AddDays(-1 - (5 * rows.Count)).ToDateTime(new TimeOnly(6, 0), DateTimeKind.Utc);
            var interruption = new Interruption
            {
                Id = seeding.NextId<Interruption>(),
                SchoolId = taught.SchoolId,
                SchoolYearId = taught.SchoolYearId,
                PupilId = pupil,
                ClassId = taught.Id,
                Since = since,
                Days = away.Days,
                OpenedAt = opened,
            };
            if (rows.Count > 0)
            {
                // The second one's guardian was summoned to yesterday, by a letter that was handed over.
                var meeting = years.Today.AddDays(-1).ToDateTime(new TimeOnly(10, 0));
                if (interruption.Convene(meeting) is null)
                    Later(opened.AddHours(3), at => Letter(seeding, pupil, taught.Id, null, interruption.Id, at, DateOnly.FromDateTime(opened).AddDays(1),
                        content => content with { Count = interruption.Days, Since = interruption.Since, MeetingAt = meeting }, head.Id, draw, ct));
            }

            rows.Add(interruption);
        }

        await seeding.Insert(rows, ct);
    }

    private void Later(DateTime at, Func<DateTime, Task> write) => toWrite.Add((at, () => write(at)));

    private async Task Letter(
        Seeding seeding, long pupil, int schoolClass, long? followUp, long? interruption, DateTime at, DateOnly? handed, Func<LetterContent, LetterContent> complete, long account, Bogus.Randomizer draw, CancellationToken ct)
    {
        var desk = seeding.Services.GetRequiredService<LetterDesk>();
        if (await LetterDesk.Addressed(seeding.Db, pupil, schoolClass, DateOnly.FromDateTime(at), ct) is not { } to)
            return;
        var offices = await seeding.Db.OfficesOf(to.SchoolPath, ct);
        var (id, moment) = (++document, new DateTimeOffset(at, TimeSpan.Zero));
        var code = DocumentCode.From(n => draw.Number(n - 1));
        var year = MoroccanDay.Of(moment).Year;
        var number = numbers[year] = numbers.GetValueOrDefault(year) + 1;
        var content = complete(desk.Describe(to, offices, number, year, code, moment));
        var file = await desk.Print(content, offices, ct);
        documents.Add(new DocumentDraft(to.SchoolId, LetterDesk.Kind, content.Year, content.Number, content.Code, content.Facts(), content.IssuedAt) { PupilId = pupil }
            .Enter(file, seeding.Services.GetRequiredService<Sealer>(), id));
        contents.Add(new DocumentContent { DocumentId = id, Bytes = file });
        letters.Add(new AbsenceLetter
        {
            Id = seeding.NextId<AbsenceLetter>(),
            SchoolId = to.SchoolId,
            PupilId = pupil,
            FollowUpId = followUp,
            InterruptionId = interruption,
            DocumentId = id,
            Paper = content.ToJson(),
            IssuedAt = content.IssuedAt,
            IssuedByAccountId = account,
            HandedOn = handed,
            Way = handed is null ? null : draw.Bool(0.7f) ? HandedWay.ByHand : HandedWay.Registered,
            HandedByAccountId = handed is null ? null : account,
        });
    }

    /// <summary>The well-known teacher keeps a class of somebody who is away today.</summary>
    private static async Task Cover(Seeding seeding, SeededYears years, SeededAccounts accounts, SeededAccount head, CancellationToken ct)
    {
        var teacher = accounts.Demo(Roles.Teacher);
        var other = seeding.Of<SeededClasses>().Of(years.Current.Id).Where(c => c.SchoolId == teacher.PlaceId)
            .SelectMany(c => c.Teachings.Where(t => t.TeacherId != teacher.EmployeeId).Select(t => (c.Id, c.SchoolId, t.Plan.SubjectCode))).LastOrDefault();
        if (other.Id == 0 || teacher.EmployeeId is not { } employee)
            return;
        await seeding.Insert([.. Enum.GetValues<HalfDay>().Select(half => new CallCover
        {
            Id = seeding.NextId<CallCover>(),
            SchoolId = other.SchoolId,
            ClassId = other.Id,
            SubjectCode = other.SubjectCode,
            Day = years.Today,
            Half = half,
            EmployeeId = employee,
            GivenByAccountId = head.Id,
            GivenAt = years.Today.ToDateTime(new TimeOnly(6, 30), DateTimeKind.Utc),
        })], ct);
    }

    private static DateTime Earlier(DateTime at, DateOnly today) => DateOnly.FromDateTime(at) < today ? at : today.AddDays(-1).ToDateTime(new TimeOnly(11, 0), DateTimeKind.Utc);
}
