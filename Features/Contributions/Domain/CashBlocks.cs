using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.Contributions.Domain;

/// <summary>Days of the cash book that are over and not counted, and counted ones that nobody signed beside the one who counted.</summary>
public sealed class CashBlocks(MassarDb db) : IBlocks
{
    public IEnumerable<BlockKind> Kinds(BlockFrame frame)
    {
        yield return new BlockKind("cash-count", "contributions.blocks.count", Permissions.Receive, kind => Days(frame, CashDayState.Open, kind), m => Links.Close(m.Since ?? frame.Today))
        { Turn = BlockTurn.Desk, Clock = day => day, Label = Shown };
        yield return new BlockKind("cash-sign", "contributions.blocks.sign", Permissions.Answer, kind => Days(frame, CashDayState.Closed, kind), m => Links.Day(m.Since ?? frame.Today))
        { Clock = day => WorkingDays.After(day, 1), Label = Shown };
    }

    private static string Shown(Missed missed) => missed.Since is { } day ? Formats.ShortDate(day) : "";

    private IQueryable<Block> Days(BlockFrame frame, CashDayState state, int kind) =>
        from d in db.CashDays
        where frame.Own.Contains(d.SchoolId) && d.State == state && d.Day < frame.Today
        select new Block { Kind = kind, SchoolId = d.SchoolId, Id = 0, ClassId = null, PlanId = null, EmployeeId = null, PupilId = null, Number = 0, Since = null, SinceDay = d.Day, DueOn = null };
}
