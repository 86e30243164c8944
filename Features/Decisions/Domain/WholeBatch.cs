using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>
/// Decisions that count together or not at all, as those of an exchange of posts: each passes the offices of its own directorate, one signature signs them all, and
/// one that is refused or given up takes the others with it.
/// </summary>
public sealed class WholeBatch(MassarDb db, ProcedureBook book, Facts facts)
{
    /// <summary>Reason of the lines that end because another one did.</summary>
    public const string Together = "together";

    /// <summary>The decision and those that count only with it, by their numbers; the decision alone where there are none. One statement, two where there are others.</summary>
    public async Task<List<long>> Of(long decision, CancellationToken ct) =>
        await (from d in db.Decisions where d.Id == decision join b in db.DecisionBatches on d.BatchId equals (long?)b.Id where b.IsWhole select (long?)b.Id).SingleOrDefaultAsync(ct) is { } batch
            ? await db.Decisions.Where(d => d.BatchId == batch).OrderBy(d => d.Id).Select(d => d.Id).ToListAsync(ct)
            : [decision];

    /// <summary>After a refusal, or after a proposal was given up: its companions end with it, in the same transaction, and whoever had them prepared is told.</summary>
    /// <param name="ended">The decision that has just ended; its act is recorded.</param>
    public async Task Fall(Decision ended, DecisionActor who, DateTime at, CancellationToken ct)
    {
        await Reopen(ended, ct);
        if (ended is not { BatchId: { } batch, State: DecisionState.Refused or DecisionState.Withdrawn } || !await db.DecisionBatches.AnyAsync(b => b.Id == batch && b.IsWhole, ct))
            return;
        var id = ended.Id;
        foreach (var other in await db.Decisions.Include(d => d.Visas).Where(d => d.BatchId == batch && d.Id != id).OrderBy(d => d.Id).ForUpdate().ToListAsync(ct))
        {
            _ = other.Record(DecisionAct.Fell, await book.Of(db, other.ProcedureId, ct), who, at, Together);
            await Reopen(other, ct);
        }

        await facts.Tell(new WholeBatchFell(batch, ended.Id, ended.EmployeeId, ended.ReasonCode ?? "other"), ct);
    }

    // An appeal was given right to by a decision that will not be: it waits for its answer again, and both sides are told.
    private async Task Reopen(Decision ended, CancellationToken ct)
    {
        if (ended is not { WithdrawsId: { } first, State: DecisionState.Refused or DecisionState.Withdrawn })
            return;
        var id = ended.Id;
        foreach (var appeal in await db.DecisionAppeals.AsNoTracking().Where(a => a.DecisionId == first && a.SecondDecisionId == id && a.State == DecisionAppealState.TakenBack).ToListAsync(ct))
            await facts.Tell(new DecisionAppealed(appeal.Id, appeal.EmployeeId, appeal.PlaceId, Links.AppealMine(first), appeal.DueOn, IsAnswered: false, appeal.Version) { IsReopened = true }, ct);
    }
}
