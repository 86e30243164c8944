using Massar.Features.Attendance.Domain;
using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.Domain;

/// <summary>Which class, where, and by which rules it is judged.</summary>
/// <param name="SecondFrom">First day of the second semester: absences before it count to the first.</param>
/// <param name="IsDecidedByExam">A certifying exam ends the level, so the council proposes nothing by average.</param>
public sealed record ClassHead(
    int ClassId, string ClassName, int SchoolId, string SchoolPath, string GresaCode, string SchoolAr, string SchoolFr, int YearId, int Semester,
    string LevelAr, string LevelFr, string? StreamAr, string? StreamFr, int Scale, decimal PassMark, bool IsDecidedByExam, DateOnly SecondFrom)
{
    public string FullLevelAr => StreamAr is null ? LevelAr : $"{LevelAr} – {StreamAr}";

    public string FullLevelFr => StreamFr is null ? LevelFr : $"{LevelFr} – {StreamFr}";
}

/// <summary>A subject of a pupil in a semester, from the results ready for families, whatever their hour.</summary>
public sealed record SubjectLine(
    string Code, string NameAr, string NameFr, string TestsText, decimal? Average, decimal Coefficient, int Scale, bool IsComplete, string? Remark, int FormulaVersion)
{
    public decimal? Weighted => Average * Coefficient;
}

/// <summary>Lesson hours missed in the semester.</summary>
public sealed record Absences(int Justified, int Unjustified)
{
    public static readonly Absences None = new(0, 0);

    public int Total => Justified + Unjustified;
}

/// <summary>All a council looks at for one pupil.</summary>
/// <param name="Average">Of the semester; null without any mark.</param>
/// <param name="First">Of the first semester, when this is the second.</param>
/// <param name="Annual">Of the year, when both are known.</param>
/// <param name="Rank">1 for the best of the class; null without average.</param>
public sealed record PupilReport(
    long PupilId, int Order, string MassarCode, string NameAr, string NameLatin, Sex Sex, DateOnly BirthDate, string BirthPlaceAr, string? BirthPlaceLatin,
    IReadOnlyList<SubjectLine> Subjects, decimal? Average, decimal? First, decimal? Annual, Absences Absences)
{
    public int? Rank { get; init; }

    /// <summary>Subjects of the first semester: for the transcript of a year.</summary>
    public IReadOnlyList<SubjectLine> FirstSubjects { get; init; } = [];

    /// <summary>The school the pupil came from in the course of the year; null for who was here from its beginning.</summary>
    public FormerSchool? Former { get; init; }
}

/// <summary>A school a pupil left during the year, on the day of joining this one.</summary>
public sealed record FormerSchool(string NameAr, string NameFr, DateOnly Until);

/// <summary>A class in a semester: its pupils with averages, rank and absences, and the averages of the class.</summary>
public sealed record ClassReport(ClassHead Head, IReadOnlyList<PupilReport> Pupils, decimal? Average, IReadOnlyDictionary<string, decimal> SubjectAverages)
{
    public int Judged => Pupils.Count(p => p.Average is not null);

    /// <summary>Pupils whose average reaches the pass mark, of those who have one.</summary>
    public int Passing => Pupils.Count(p => p.Average >= Head.PassMark);

    /// <summary>Ranks (equal averages share one) and averages of the class, from the pupils' own.</summary>
    public static ClassReport Of(ClassHead head, IReadOnlyList<PupilReport> pupils)
    {
        var averages = pupils.Where(p => p.Average is not null).Select(p => p.Average!.Value).ToList();
        var subjects = pupils.SelectMany(p => p.Subjects).Where(s => s.Average is not null).GroupBy(s => s.Code, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => Mean(g.Select(s => s.Average!.Value)), StringComparer.Ordinal);
        return new ClassReport(head,
            [.. pupils.Select(p => p with { Rank = p.Average is { } own ? 1 + averages.Count(a => a > own) : null })],
            averages.Count == 0 ? null : Mean(averages), subjects);

        static decimal Mean(IEnumerable<decimal> values) => Math.Round(values.Average(), 2, MidpointRounding.AwayFromZero);
    }
}

/// <summary>Reads classes for their council; every read starts from a scope of classes.</summary>
public sealed class ClassReports(MassarDb db)
{
    /// <summary>The head of a class, or null when it is out of scope or its level has no marks. One statement.</summary>
    public async Task<ClassHead?> Head(IQueryable<SchoolClass> scope, int classId, int semester, CancellationToken ct) => (await Find(scope, classId, semester, ct))?.Head;

    /// <summary>The head of a class with its council of that semester, which is null before its opening and not tracked. One statement.</summary>
    public async Task<(ClassHead Head, Council? Council)?> Find(IQueryable<SchoolClass> scope, int classId, int semester, CancellationToken ct)
    {
        if (semester is not (1 or 2)) return null;
        var found = await (
            from c in scope
            where c.Id == classId
            join level in db.Levels on c.LevelCode equals level.Code
            join place in db.Places on c.SchoolId equals place.Id
            join school in db.Schools on c.SchoolId equals school.Id
            join stream in db.StudyStreams on c.StreamCode equals stream.Code into streams
            from stream in streams.DefaultIfEmpty()
            join council in db.Councils.Where(k => k.Semester == semester) on c.Id equals council.ClassId into councils
            from council in councils.DefaultIfEmpty()
            select new
            {
                Council = council,
                c.Name,
                c.SchoolId,
                place.Path,
                school.GresaCode,
                SchoolAr = place.NameAr,
                SchoolFr = place.NameFr,
                c.SchoolYearId,
                LevelAr = level.NameAr,
                LevelFr = level.NameFr,
                StreamAr = stream.NameAr,
                StreamFr = stream.NameFr,
                level.MarkScale,
                level.CertifyingExam,
                Pass = db.Settings.Where(s => s.SchoolYearId == c.SchoolYearId && s.Code == (level.MarkScale == 10 ? "marks.pass.pri" : "marks.pass.sec")).Select(s => s.Value).FirstOrDefault(),
                Break = db.CalendarEntries.Where(e => e.SchoolYearId == c.SchoolYearId && e.Code == "mid-year-break").Select(e => (DateOnly?)e.EndsOn).FirstOrDefault(),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found?.MarkScale is not { } scale) return null;

        var head = new ClassHead(classId, found.Name, found.SchoolId, found.Path, found.GresaCode, found.SchoolAr, found.SchoolFr, found.SchoolYearId, semester,
            found.LevelAr, found.LevelFr, found.StreamAr, found.StreamFr, scale,
            decimal.TryParse(found.Pass, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var pass) ? pass : scale / 2m,
            found.CertifyingExam is not null, found.Break?.AddDays(1) ?? new DateOnly(found.SchoolYearId + 1, 2, 1));
        return (head, found.Council);
    }

    /// <summary>The class as it stands now, with what a council has written of its pupils. Three statements.</summary>
    /// <param name="councilId">0 for none.</param>
    public async Task<(ClassReport Class, IReadOnlyDictionary<long, CouncilLine> Lines)> Read(ClassHead head, int councilId, CancellationToken ct)
    {
        var roster = await (
            from e in db.Enrollments.Marked()
            where e.ClassId == head.ClassId
            join p in db.Pupils on e.PupilId equals p.Id
            join l in db.CouncilLines.Where(l => l.CouncilId == councilId) on p.Id equals l.PupilId into lines
            from line in lines.DefaultIfEmpty()
            orderby e.OrderInClass, p.MassarCode
            // Former: the line of the same year at another school that ended before this one began.
            select new
            {
                FormerAr = (from o in db.Enrollments
                            join s in db.Places on o.SchoolId equals s.Id
                            where o.PupilId == e.PupilId && o.SchoolYearId == e.SchoolYearId && o.SchoolId != e.SchoolId && o.LeftOn <= e.EnteredOn
                            orderby o.LeftOn descending, o.Id descending
                            select s.NameAr).FirstOrDefault(),
                FormerFr = (from o in db.Enrollments
                            join s in db.Places on o.SchoolId equals s.Id
                            where o.PupilId == e.PupilId && o.SchoolYearId == e.SchoolYearId && o.SchoolId != e.SchoolId && o.LeftOn <= e.EnteredOn
                            orderby o.LeftOn descending, o.Id descending
                            select s.NameFr).FirstOrDefault(),
                FormerUntil = (from o in db.Enrollments
                               join s in db.Places on o.SchoolId equals s.Id
                               where o.PupilId == e.PupilId && o.SchoolYearId == e.SchoolYearId && o.SchoolId != e.SchoolId && o.LeftOn <= e.EnteredOn
                               orderby o.LeftOn descending, o.Id descending
                               select o.LeftOn).FirstOrDefault(),
                Line = line,
                p.Id,
                p.MassarCode,
                p.LastNameAr,
                p.FirstNameAr,
                p.LastNameLatin,
                p.FirstNameLatin,
                p.Sex,
                p.BirthDate,
                p.BirthPlaceAr,
                p.BirthPlaceLatin,
            }).AsNoTracking().ToListAsync(ct);
        var ids = roster.ConvertAll(p => p.Id);
        // By pupil, not by class: who came in the middle of the year brings the first semester along.
        var results = (await db.PublishedResults.AsNoTracking().Where(r => ids.Contains(r.PupilId) && r.SchoolYearId == head.YearId && r.Semester <= head.Semester).ToListAsync(ct))
            .ToLookup(r => (r.PupilId, r.Semester));
        var absences = (await db.Absences.AsNoTracking().Where(a => ids.Contains(a.PupilId) && a.SchoolYearId == head.YearId && a.State != AbsenceState.Cancelled)
                .Select(a => new { a.PupilId, a.Day, a.Periods, IsJustified = a.State == AbsenceState.Justified }).ToListAsync(ct))
            .Where(a => a.Day >= head.SecondFrom == (head.Semester == 2)).ToLookup(a => a.PupilId);

        var read = ClassReport.Of(head, [.. roster.Select((p, i) =>
        {
            var subjects = Newest(results[(p.Id, head.Semester)]);
            var before = head.Semester == 2 ? Newest(results[(p.Id, 1)]) : [];
            var (average, first) = (AverageOf(subjects), AverageOf(before));
            return new PupilReport(p.Id, i + 1, p.MassarCode, $"{p.LastNameAr} {p.FirstNameAr}", $"{p.LastNameLatin.ToUpperInvariant()} {p.FirstNameLatin}", p.Sex, p.BirthDate, p.BirthPlaceAr, p.BirthPlaceLatin,
                subjects, average, first, head.Semester == 2 ? Averages.OfYear(first, average, RoundingOf(subjects)) : null,
                new Absences(absences[p.Id].Where(a => a.IsJustified).Sum(a => a.Periods), absences[p.Id].Where(a => !a.IsJustified).Sum(a => a.Periods)))
            { FirstSubjects = before, Former = p.FormerUntil is { } until && p.FormerAr is { } former ? new FormerSchool(former, p.FormerFr!, until) : null };
        })]);
        return (read, roster.Where(p => p.Line is not null).ToDictionary(p => p.Id, p => p.Line!));
    }

    // Editions of a subject: the one with the latest hour holds every test that has one.
    private static IReadOnlyList<SubjectLine> Newest(IEnumerable<PublishedResult> rows) =>
    [
        .. rows.GroupBy(r => r.SubjectCode, StringComparer.Ordinal).Select(g => g.MaxBy(r => r.PublishAt)!)
            .OrderByDescending(r => r.Coefficient).ThenBy(r => r.SubjectCode, StringComparer.Ordinal)
            .Select(r => new SubjectLine(r.SubjectCode, r.SubjectAr, r.SubjectFr, r.Tests, r.Average, r.Coefficient, r.Scale, r.IsComplete, r.Remark, r.FormulaVersion)),
    ];

    private static decimal? AverageOf(IReadOnlyList<SubjectLine> subjects) => Averages.OfSemester(subjects.Select(s => (s.Average, s.Coefficient)), RoundingOf(subjects));

    private static Rounding RoundingOf(IReadOnlyList<SubjectLine> subjects)
    {
        var formulas = subjects.Select(s => s.FormulaVersion).Distinct().ToList();
        return formulas.Count == 1 ? Averages.RoundingOf(formulas[0]) : Rounding.HalfUp;
    }
}
