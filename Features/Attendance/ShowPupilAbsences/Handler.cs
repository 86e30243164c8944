using Massar.Features.Attendance.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Attendance.ShowPupilAbsences;

public sealed record Query(long Pupil, int? Page) : IQuery<PupilYear>;

/// <summary>One pupil's year: counters, months, absences, letters, and whether the pupil is away for good.</summary>
/// <param name="Interruption">The newest there is; null when none.</param>
public sealed record PupilYear(
    long Pupil, string Code, string NameAr, string NameLatin, string? ClassName, MissedTotals Totals, IReadOnlyList<MonthTotals> Months, FamilyAbsences Absences, IReadOnlyList<LetterLine> Letters,
    InterruptionState? Interruption, DateOnly? StruckOn);

/// <param name="Month">Its first day.</param>
public sealed record MonthTotals(DateOnly Month, MissedTotals Totals);

public sealed record LetterLine(long Id, bool IsSummons, string Number, DateTime IssuedAt, DateOnly? HandedOn, HandedWay? Way);

/// <summary>The absences as a file has them.</summary>
public sealed record FileQuery(long Pupil) : IQuery<PupilList>;

public sealed record PupilList(string Code, string NameAr, string NameLatin, string? ClassName, IReadOnlyList<FileLine> Lines);

public sealed record FileLine(DateOnly Day, HalfDay Half, int Periods, AbsenceState State, string? ReasonAr, string? ReasonFr);

public sealed class Handler(MassarDb db, CurrentUser user, LookBook looks) : IQueryHandler<Query, PupilYear>, IQueryHandler<FileQuery, PupilList>
{
    /// <summary>Half-days of a year of two in each school day.</summary>
    private const int MostOfAYear = 600;

    private sealed record Person(long Id, string MassarCode, string NameAr, string NameLatin, string? ClassName);

    public async Task<Outcome<PupilYear>> Handle(Query request, CancellationToken cancellationToken)
    {
        var pupil = request.Pupil;
        if (await Here(pupil, cancellationToken) is not { } person) return Refusal.NotFound;
        looks.Note(user, LookPurposes.Absences, [pupil]);
        var counted = await Year(pupil).Where(a => a.State != AbsenceState.Cancelled).GroupBy(a => new { a.Day.Year, a.Day.Month, a.State })
            .Select(g => new { g.Key.Year, g.Key.Month, g.Key.State, Halves = g.Count(), Hours = g.Sum(a => a.Periods) }).AsNoTracking().ToListAsync(cancellationToken);
        var letters = await (
            from l in db.AbsenceLetters.InSchoolsOf(user, db)
            where l.PupilId == pupil
            join d in db.IssuedDocuments on l.DocumentId equals d.Id
            orderby l.IssuedAt descending
            select new { l.Id, IsSummons = l.InterruptionId != null, d.Number, d.Year, l.IssuedAt, l.HandedOn, l.Way }).AsNoTracking().Take(20).ToListAsync(cancellationToken);
        var interruption = await db.Interruptions.InSchoolsOf(user, db).Where(i => i.PupilId == pupil).OrderByDescending(i => i.Id).Select(i => new { i.State, i.StruckOn }).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        return new PupilYear(pupil, person.MassarCode, person.NameAr, person.NameLatin, person.ClassName,
            MissedTotals.Of(counted.Select(c => (c.State, c.Halves, c.Hours))),
            [.. counted.GroupBy(c => new DateOnly(c.Year, c.Month, 1)).OrderBy(g => g.Key).Select(g => new MonthTotals(g.Key, MissedTotals.Of(g.Select(c => (c.State, c.Halves, c.Hours)))))],
            await FamilyReading.Of(db, pupil, request.Page, cancellationToken),
            [.. letters.Select(l => new LetterLine(l.Id, l.IsSummons, Formats.RegisterNumber(l.Number, l.Year), l.IssuedAt, l.HandedOn, l.Way))],
            interruption?.State, interruption?.StruckOn);
    }

    public async Task<Outcome<PupilList>> Handle(FileQuery request, CancellationToken cancellationToken)
    {
        var pupil = request.Pupil;
        if (await Here(pupil, cancellationToken) is not { } person) return Refusal.NotFound;
        var lines = await (
            from a in Year(pupil)
            where a.State != AbsenceState.Cancelled
            join j in db.Justifications on a.JustificationId equals (long?)j.Id into justifications
            from j in justifications.DefaultIfEmpty()
            join n in db.Nomenclatures.Where(n => n.List == Justification.Reasons) on j.ReasonCode equals n.Code into reasons
            from n in reasons.DefaultIfEmpty()
            orderby a.Day, a.Half
            select new FileLine(a.Day, a.Half, a.Periods, a.State, n.NameAr, n.NameFr)).AsNoTracking().Take(MostOfAYear).ToListAsync(cancellationToken);
        return new PupilList(person.MassarCode, person.NameAr, person.NameLatin, person.ClassName, lines);
    }

    private IQueryable<Absence> Year(long pupil) => db.Absences.Where(a => a.PupilId == pupil && db.SchoolYears.Any(y => y.Id == a.SchoolYearId && y.IsCurrent));

    /// <summary>A pupil of this year in the school where the hat is worn.</summary>
    private Task<Person?> Here(long pupil, CancellationToken ct)
    {
        var path = user.PlacePath;
        return (
            from e in db.Enrollments
            where e.PupilId == pupil && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent) && db.Places.Any(p => p.Id == e.SchoolId && p.Path.StartsWith(path))
            join p in db.Pupils on e.PupilId equals p.Id
            join c in db.Classes on e.ClassId equals (int?)c.Id into classes
            from c in classes.DefaultIfEmpty()
            select new Person(p.Id, p.MassarCode, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, c.Name)).AsNoTracking().FirstOrDefaultAsync(ct);
    }
}
