using System.Linq.Expressions;
using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Transfers.Domain;

/// <summary>Transfers in which it is the school's turn: to answer, to say that the pupil joined, to find out where a pupil is who did not.</summary>
public sealed class TransferBlocks(MassarDb db) : IBlocks
{
    public IEnumerable<BlockKind> Kinds(BlockFrame frame)
    {
        foreach (var (code, state) in ((string, TransferState)[])[("asked", TransferState.Asked), ("ready", TransferState.Ready), ("away", TransferState.Away)])
        {
            var isOut = TransferStates.Of(state).Turn == TransferTurn.Sender;
            Expression<Func<Transfer, bool>> mine = isOut ? t => frame.Own.Contains(t.FromSchoolId) : t => frame.Own.Contains(t.ToSchoolId);
            yield return new BlockKind($"transfers-{code}", $"transfers.blocks.{code}", Permissions.Act, kind =>
                db.Transfers.Where(mine).Where(t => t.State == state).Select(t => new Block
                {
                    Kind = kind,
                    SchoolId = isOut ? t.FromSchoolId : t.ToSchoolId,
                    Id = t.Id,
                    ClassId = null,
                    PlanId = null,
                    EmployeeId = null,
                    PupilId = t.PupilId,
                    Number = 0,
                    Since = t.StateSince,
                    SinceDay = null,
                    DueOn = t.DueOn,
                }), m => Links.Case(m.Id));
        }
    }
}
