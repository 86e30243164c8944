using Massar.Features.Classes.Domain;
using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Marks.Domain;

/// <summary>Marks that are missing: not handed over by a teacher, not validated, not published, a correction not answered. They block until the window of the semester ends.</summary>
public sealed class MarksBlocks(MassarDb db) : IBlocks
{
    public const string CorrectionDays = "deadlines.correction-days";

    public IReadOnlyList<string> Settings => [CorrectionDays];

    public IEnumerable<BlockKind> Kinds(BlockFrame frame)
    {
        foreach (var semester in (int[])[1, 2])
        {
            if (frame.Begun($"marks-s{semester}") is not { } window) continue;
            yield return new BlockKind($"marks-s{semester}", "marks.blocks.hand-over", Permissions.Validate, kind => NotHandedOver(frame, semester, kind), _ => Links.BoardOf(semester, onlyLate: false))
            { Window = window, Semester = semester, Turn = BlockTurn.Teacher, Says = _ => "marks.blocks.hand-over.says" };
            yield return new BlockKind($"sheets-s{semester}", "marks.blocks.validate", Permissions.Validate, kind => Sheets(frame, semester, AssessmentState.Submitted, kind), m => Links.Review((int)m.Id))
            { Window = window, Semester = semester, Says = Test };
            yield return new BlockKind($"publish-s{semester}", "marks.blocks.publish", Permissions.Validate, kind => Sheets(frame, semester, AssessmentState.Validated, kind), _ => Links.Schedule)
            { Window = window, Semester = semester, Says = Test };
        }

        var days = frame.Number(CorrectionDays, 5);
        yield return new BlockKind("corrections", "marks.blocks.corrections", Permissions.Validate, kind =>
            from x in db.MarkCorrections
            where frame.Schools.Contains(x.SchoolId) && x.State == CorrectionState.Asked
            join a in db.Assessments on x.AssessmentId equals a.Id
            join c in db.Classes on a.ClassId equals c.Id
            join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, a.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
            select new Block { Kind = kind, SchoolId = x.SchoolId, Id = x.Id, ClassId = a.ClassId, PlanId = plan.Id, EmployeeId = null, PupilId = x.PupilId, Number = 0, Since = x.AskedAt, SinceDay = null, DueOn = null },
            m => Links.Decide(m.Id))
        { Clock = day => WorkingDays.After(day, days) };
    }

    private static string Test(Missed missed) => missed.Number == Assessment.Activities ? "marks.blocks.activities" : "marks.blocks.test";

    // A line of who teaches what, with how many tests of the plan are still to come from it.
    private IQueryable<Block> NotHandedOver(BlockFrame frame, int semester, int kind) =>
        from t in db.TeachingAssignments.LiveOn(frame.Today)
        where frame.Schools.Contains(t.SchoolId) && t.SchoolYearId == frame.Year
        join c in db.Classes on t.ClassId equals c.Id
        join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, t.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
        let left = plan.TestsPerSemester + (plan.ActivitiesShare > 0 ? 1 : 0)
            - db.Assessments.Count(a => a.ClassId == t.ClassId && a.SubjectCode == t.SubjectCode && a.Semester == semester && a.State >= AssessmentState.Submitted && a.State != AssessmentState.Returned)
        where left > 0
        select new Block { Kind = kind, SchoolId = t.SchoolId, Id = t.Id, ClassId = t.ClassId, PlanId = plan.Id, EmployeeId = t.EmployeeId, PupilId = null, Number = left, Since = null, SinceDay = null, DueOn = null };

    private IQueryable<Block> Sheets(BlockFrame frame, int semester, AssessmentState state, int kind) =>
        from a in db.Assessments
        where frame.Schools.Contains(a.SchoolId) && a.State == state && a.Semester == semester && a.SchoolYearId == frame.Year
        join c in db.Classes on a.ClassId equals c.Id
        join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode, a.SubjectCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode, plan.SubjectCode }
        select new Block { Kind = kind, SchoolId = a.SchoolId, Id = a.Id, ClassId = a.ClassId, PlanId = plan.Id, EmployeeId = null, PupilId = null, Number = a.Number, Since = state == AssessmentState.Submitted ? a.SubmittedAt : a.ValidatedAt, SinceDay = null, DueOn = null };
}
