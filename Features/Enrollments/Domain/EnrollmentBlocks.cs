using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Enrollments.Domain;

/// <summary>Pupils expected at the beginning of the year of whom nobody said whether they came, and those a dry run of the passage into the next year leaves behind.</summary>
public sealed class EnrollmentBlocks(MassarDb db) : IBlocks
{
    public IReadOnlyList<string> Settings => [EntryCalendar.DaysSetting];

    public IEnumerable<BlockKind> Kinds(BlockFrame frame)
    {
        if (frame.Begun(EntryCalendar.StartCode) is { } start)
        {
            var last = start.Opens.AddDays(frame.Number(EntryCalendar.DaysSetting, 15));
            yield return new BlockKind("entry", "enrollments.blocks.entry", Permissions.Confirm, kind =>
                from e in db.Enrollments
                where frame.Own.Contains(e.SchoolId) && e.SchoolYearId == frame.Year && e.State == EnrollmentState.Expected
                select new Block { Kind = kind, SchoolId = e.SchoolId, Id = e.Id, ClassId = e.ClassId, PlanId = null, EmployeeId = null, PupilId = e.PupilId, Number = 0, Since = null, SinceDay = null, DueOn = null },
                _ => frame.Today > last ? Links.NotJoined : Links.Entry)
            { Window = start with { Closes = last }, Turn = BlockTurn.Desk };
        }

        // As the page of the passage: the year whose window is open, else the current one.
        if ((frame.Open(RollOverCalendar.WindowCode, frame.Year - 1) ?? frame.Begun(RollOverCalendar.WindowCode)) is { } window)
            yield return new BlockKind("roll-over", "enrollments.blocks.roll-over", Permissions.Roll, kind =>
                from r in db.RollOvers
                where frame.Own.Contains(r.SchoolId) && r.FromYear == window.Year && (r.State == RollOverState.Checked || r.State == RollOverState.Done)
                join l in db.RollOverLines on r.Id equals l.RollOverId
                where l.Obstacle != Obstacle.None && !l.IsDone
                select new Block { Kind = kind, SchoolId = r.SchoolId, Id = l.EnrollmentId, ClassId = null, PlanId = null, EmployeeId = null, PupilId = l.PupilId, Number = 0, Since = r.CheckedAt, SinceDay = null, DueOn = null },
                m => Links.Fix(m.Id))
            { Window = window };
    }
}
