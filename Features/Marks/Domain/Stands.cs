using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>Where one test stands.</summary>
/// <param name="AssessmentId">Null when nothing was entered yet.</param>
/// <param name="Filled">Cells with a mark or a code.</param>
/// <param name="Pupils">Who sits in the class.</param>
public sealed record Stand(int Number, int? AssessmentId, AssessmentState State, int Filled, int Pupils, DateTime? PublishAt)
{
    /// <summary>Pupils without mark or code.</summary>
    public int Empty => Math.Max(0, Pupils - Filled);
}

/// <summary>Where the tests of some classes stand in a semester: the teacher's list and the head's board read the same.</summary>
public sealed class Stands
{
    private readonly Dictionary<(int Class, string Subject, int Number), Row> sheets;
    private readonly Dictionary<int, int> pupils;
    private readonly DateTime now;

    private Stands(Dictionary<(int Class, string Subject, int Number), Row> sheets, Dictionary<int, int> pupils, DateTime now) => (this.sheets, this.pupils, this.now) = (sheets, pupils, now);

    /// <summary>Two statements, whatever the number of classes; the caller has narrowed these to what the person may see.</summary>
    public static async Task<Stands> Of(MassarDb db, IReadOnlyCollection<int> classes, int semester, DateTime now, CancellationToken ct)
    {
        if (classes.Count == 0) return new Stands([], [], now);
        // Joined and grouped: a count beside each sheet would be asked of the database sheet by sheet.
        var sheets = await (
            from a in db.Assessments
            where classes.Contains(a.ClassId) && a.Semester == semester
            join m in db.Marks.Where(m => m.State != CellState.Empty) on a.Id equals m.AssessmentId into marks
            from m in marks.DefaultIfEmpty()
            group m by new { a.Id, a.ClassId, a.SubjectCode, a.Number, a.State, a.PublishAt } into g
            select new { g.Key, Filled = g.Count(m => m != null) }).ToListAsync(ct);
        var pupils = await db.Enrollments.Where(e => e.ClassId != null && classes.Contains(e.ClassId.Value) && e.State == EnrollmentState.Active)
            .GroupBy(e => e.ClassId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return new Stands(sheets.ToDictionary(s => (s.Key.ClassId, s.Key.SubjectCode, s.Key.Number), s => new Row(s.Key.Id, s.Key.State, s.Key.PublishAt, s.Filled)), pupils, now);
    }

    public int PupilsOf(int classId) => pupils.GetValueOrDefault(classId);

    /// <summary>The tests of a subject of a class in the order of the plan, those without a sheet too.</summary>
    public IReadOnlyList<Stand> Of(int classId, string subject, int tests, decimal share) =>
    [
        .. SheetHead.NumbersOf(tests, share).Select(n => sheets.TryGetValue((classId, subject, n), out var sheet)
            ? new Stand(n, sheet.Id, Assessment.Shown(sheet.State, sheet.PublishAt, now), sheet.Filled, PupilsOf(classId), sheet.PublishAt)
            : new Stand(n, null, AssessmentState.Planned, 0, PupilsOf(classId), null)),
    ];

    private sealed record Row(int Id, AssessmentState State, DateTime? PublishAt, int Filled);
}
