using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Leaves.Domain;

/// <summary>Leaves that wait for the head's word, and those that are over with no return recorded; never the head's own.</summary>
public sealed class LeaveBlocks(MassarDb db) : IBlocks
{
    public IEnumerable<BlockKind> Kinds(BlockFrame frame)
    {
        var me = frame.Employee ?? 0;
        yield return new BlockKind("leaves", "leaves.blocks", Permissions.Answer, kind =>
            from p in db.Places
            where frame.Own.Contains(p.Id)
            join l in db.Leaves on p.Path equals l.PlacePath
            where l.State == LeaveState.Asked && l.EmployeeId != me
            select new Block { Kind = kind, SchoolId = l.PlaceId, Id = l.Id, ClassId = null, PlanId = null, EmployeeId = l.EmployeeId, PupilId = null, Number = 0, Since = l.StateSince, SinceDay = null, DueOn = l.StartsOn },
            m => Links.Case(m.Id));

        var today = frame.Today;
        yield return new BlockKind("leave-returns", "leaves.blocks.returns", Permissions.Answer, kind =>
            from p in db.Places
            where frame.Own.Contains(p.Id)
            join l in db.Leaves.NotBack(db, today) on p.Path equals l.PlacePath
            where l.EmployeeId != me
            select new Block { Kind = kind, SchoolId = l.PlaceId, Id = l.Id, ClassId = null, PlanId = null, EmployeeId = l.EmployeeId, PupilId = null, Number = 0, Since = null, SinceDay = l.EndsOn, DueOn = l.EndsOn },
            m => Links.Case(m.Id));
    }
}
