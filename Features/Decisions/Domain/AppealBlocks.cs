using Massar.Features.Deadlines.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Decisions.Domain;

/// <summary>Appeals of the staff of a school that the office has not answered: on the board of the offices, with the day from which silence is a refusal.</summary>
public sealed class AppealBlocks(MassarDb db) : IBlocks
{
    public IEnumerable<BlockKind> Kinds(BlockFrame frame)
    {
        var (me, waiting) = (frame.Employee ?? 0, db.DecisionAppeals.Waiting(db));
        yield return new BlockKind("decision-appeals", "decisions.appeal.blocks", Permissions.Appeals, kind =>
            from e in db.Employees
            where frame.Own.Contains(e.PlaceId) && e.Id != me
            join a in waiting on e.Id equals a.EmployeeId
            where !db.Decisions.Any(d => d.Id == a.DecisionId && d.ErasedAt != null)
            select new Block { Kind = kind, SchoolId = e.PlaceId, Id = a.Id, ClassId = null, PlanId = null, EmployeeId = e.Id, PupilId = null, Number = 0, Since = a.AskedAt, SinceDay = null, DueOn = a.DueOn },
            m => Links.AnswerAppeal(m.Id));
    }
}
