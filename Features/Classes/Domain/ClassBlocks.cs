using Massar.Features.Deadlines.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Classes.Domain;

/// <summary>Subjects of the year's plan that nobody teaches to a class, and pupils who are at the school and in no class.</summary>
/// <remarks>What is looked for beside a row is narrowed to the schools and the year again: the server may gather it first, and then finds it by its index.</remarks>
public sealed class ClassBlocks(MassarDb db) : IBlocks
{
    public IEnumerable<BlockKind> Kinds(BlockFrame frame)
    {
        var (year, today) = (frame.Year, frame.Today);
        yield return new BlockKind("teaching", "classes.blocks.teaching", Permissions.Teaching, kind =>
            from c in db.Classes
            where frame.Own.Contains(c.SchoolId) && c.SchoolYearId == year && db.Enrollments.Any(e => e.ClassId == c.Id && e.State == EnrollmentState.Active && frame.Own.Contains(e.SchoolId) && e.SchoolYearId == year)
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode }
            where plan.TestsPerSemester > 0 && !db.TeachingAssignments.LiveOn(today).Any(t => t.ClassId == c.Id && t.SubjectCode == plan.SubjectCode && frame.Own.Contains(t.SchoolId) && t.SchoolYearId == year)
            select new Block { Kind = kind, SchoolId = c.SchoolId, Id = plan.Id, ClassId = c.Id, PlanId = plan.Id, EmployeeId = null, PupilId = null, Number = 0, Since = null, SinceDay = null, DueOn = null },
            m => Links.Teaching(m.ClassId ?? 0, m.Subject ?? ""));
        yield return new BlockKind("seats", "classes.blocks.seats", Permissions.Seat, kind =>
            from e in db.Enrollments
            where frame.Own.Contains(e.SchoolId) && e.SchoolYearId == year && e.State == EnrollmentState.Active && e.ClassId == null
            select new Block { Kind = kind, SchoolId = e.SchoolId, Id = e.Id, ClassId = null, PlanId = null, EmployeeId = null, PupilId = e.PupilId, Number = 0, Since = null, SinceDay = e.EnteredOn, DueOn = null },
            m => Links.Pupil(m.Id))
        { Turn = BlockTurn.Desk };
    }
}
