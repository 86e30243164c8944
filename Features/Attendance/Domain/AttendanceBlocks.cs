using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Attendance.Domain;

/// <summary>Reasons of families for absences that wait for the school's word.</summary>
public sealed class AttendanceBlocks(MassarDb db) : IBlocks
{
    public const string DecideDays = "deadlines.justification-days";

    public IReadOnlyList<string> Settings => [DecideDays];

    public IEnumerable<BlockKind> Kinds(BlockFrame frame)
    {
        var days = frame.Number(DecideDays, 3);
        yield return new BlockKind("justifications", "attendance.blocks.justifications", Permissions.Follow, kind =>
            from j in db.Justifications
            where frame.Schools.Contains(j.SchoolId) && j.State == JustificationState.Waiting
            select new Block { Kind = kind, SchoolId = j.SchoolId, Id = j.Id, ClassId = null, PlanId = null, EmployeeId = null, PupilId = j.PupilId, Number = 0, Since = j.GivenAt, SinceDay = null, DueOn = null },
            m => Links.Decide(m.Id))
        { Turn = BlockTurn.Supervisor, Clock = day => WorkingDays.After(day, days) };
    }
}
