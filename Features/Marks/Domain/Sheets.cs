using Massar.Features.Classes.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>What stands above a sheet: class, subject, test, and where it stands.</summary>
/// <param name="Tests">Written tests of the plan.</param>
/// <param name="Share">What the integrated activities weigh; 0 where there are none.</param>
/// <param name="Window">The days marks may be entered in, where the year's calendar says so.</param>
public sealed record SheetHead(
    SheetKey Key, string ClassName, int SchoolId, string SchoolAr, string SchoolFr, int YearId, string SubjectAr, string SubjectFr,
    int Scale, int Tests, decimal Share, int? AssessmentId, AssessmentState State, DateTime? PublishAt, int Changes, string? ReturnReason,
    HeldWindow? Window)
{
    /// <summary>The plan has a test of that number.</summary>
    public bool IsPlanned => IsPlannedNumber(Key.Number, Tests, Share);

    public bool IsInWindow(DateOnly today) => Window?.IsOpenOn(today) ?? true;

    /// <summary>Tests of the plan in order, the activities last.</summary>
    public IEnumerable<int> Numbers => NumbersOf(Tests, Share);

    public static bool IsPlannedNumber(int number, int tests, decimal share) => number >= 1 && (number <= tests || (number == Assessment.Activities && share > 0));

    public static IEnumerable<int> NumbersOf(int tests, decimal share) =>
        share > 0 ? Enumerable.Range(1, tests).Append(Assessment.Activities) : Enumerable.Range(1, tests);
}

/// <summary>One pupil's line as stored.</summary>
public sealed record SheetLine(int Order, long PupilId, string Code, string NameAr, string NameLatin, CellValue Value, int Change, int Page, string? Remark);

/// <summary>Reads sheets; every read starts from a scope of classes.</summary>
public sealed class Sheets(MassarDb db)
{
    /// <summary>The head of a sheet, or null when it is out of scope or not of the plan. Two statements, one without the window.</summary>
    /// <param name="isTimed">With the window of its semester; where nothing depends on it, it is not asked for.</param>
    public async Task<SheetHead?> Head(IQueryable<SchoolClass> scope, SheetKey key, CancellationToken ct, bool isTimed = true)
    {
        if (!key.IsPossible) return null;
        var (classId, subject, semester, number) = key;
        var window = $"marks-s{semester}";
        var found = await (
            from c in scope
            where c.Id == classId
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, SubjectCode = subject } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            join level in db.Levels on c.LevelCode equals level.Code
            join place in db.Places on c.SchoolId equals place.Id
            join a in db.Assessments.Where(a => a.SubjectCode == subject && a.Semester == semester && a.Number == number) on c.Id equals a.ClassId into some
            from a in some.DefaultIfEmpty()
            select new
            {
                c.Name,
                c.SchoolId,
                c.SchoolYearId,
                place.Path,
                SchoolAr = place.NameAr,
                SchoolFr = place.NameFr,
                SubjectAr = plan.NameAr,
                SubjectFr = plan.NameFr,
                level.MarkScale,
                plan.TestsPerSemester,
                plan.ActivitiesShare,
                Id = (int?)a.Id,
                State = (AssessmentState?)a.State,
                a.PublishAt,
                Changes = (int?)a.Changes,
                a.ReturnReason,
            }).AsNoTracking().FirstOrDefaultAsync(ct);
        if (found is null) return null;

        var held = isTimed ? await CalendarWindows.At(db, found.Path, ct, window) : new HeldWindows([]);
        var head = new SheetHead(key, found.Name, found.SchoolId, found.SchoolAr, found.SchoolFr, found.SchoolYearId, found.SubjectAr, found.SubjectFr,
            found.MarkScale ?? 20, found.TestsPerSemester, found.ActivitiesShare, found.Id, found.State ?? AssessmentState.Planned, found.PublishAt, found.Changes ?? 0, found.ReturnReason,
            held.Of(window, found.SchoolYearId));
        return head.IsPlanned ? head : null;
    }

    /// <summary>The pupils sitting in the class, in the order of the class list, with their cells. One statement.</summary>
    public async Task<List<SheetLine>> Lines(int classId, int? assessmentId, CancellationToken ct)
    {
        var assessment = assessmentId ?? 0;
        var rows = await (
            from e in db.Enrollments
            where e.ClassId == classId && e.State == EnrollmentState.Active
            join p in db.Pupils on e.PupilId equals p.Id
            join m in db.Marks.Where(m => m.AssessmentId == assessment) on e.PupilId equals m.PupilId into marks
            from m in marks.DefaultIfEmpty()
            join r in db.CellRemarks.Where(r => r.AssessmentId == assessment) on e.PupilId equals r.PupilId into remarks
            from r in remarks.DefaultIfEmpty()
            orderby e.OrderInClass, p.MassarCode
            select new
            {
                p.Id,
                p.MassarCode,
                p.LastNameAr,
                p.FirstNameAr,
                p.LastNameLatin,
                p.FirstNameLatin,
                State = (CellState?)m.State,
                m.Points,
                Change = (int?)m.Change,
                Page = (int?)m.Page,
                Remark = r.Text,
            }).AsNoTracking().ToListAsync(ct);
        return [.. rows.Select((r, i) => new SheetLine(i + 1, r.Id, r.MassarCode, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}",
            new CellValue(r.State ?? CellState.Empty, r.Points), r.Change ?? 0, r.Page ?? 0, r.Remark))];
    }

    /// <summary>Locks a sheet with its marks until the transaction ends; null when it has no row yet. One statement.</summary>
    public async Task<Assessment?> Lock(SheetKey key, CancellationToken ct)
    {
        var (classId, subject, semester, number) = key;
        var found = await db.Assessments.Include(a => a.Marks)
            .Where(a => a.ClassId == classId && a.SubjectCode == subject && a.Semester == semester && a.Number == number)
            .ForUpdate().ToListAsync(ct);
        return found.SingleOrDefault();
    }

    /// <summary>Locks a sheet that may still have no row: whoever is first makes it, everybody else waits for it.</summary>
    public async Task<Assessment> LockOrOpen(SheetKey key, int schoolId, int yearId, CancellationToken ct)
    {
        var (classId, subject, semester, number) = key;
        var planned = (byte)AssessmentState.Planned;
        await db.Database.ExecuteSqlAsync($"""
            INSERT IGNORE INTO Assessments (SchoolId, SchoolYearId, ClassId, SubjectCode, Semester, Number, State, Changes, Version)
            VALUES ({schoolId}, {yearId}, {classId}, {subject}, {semester}, {number}, {planned}, 0, 0)
            """, ct);
        return (await Lock(key, ct))!;
    }
}
