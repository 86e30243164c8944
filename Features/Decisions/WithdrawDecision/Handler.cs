using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.WithdrawDecision;

public sealed record Query(long Decision) : IQuery<Entry>;

/// <summary>The signed decision, and what stands against taking it back.</summary>
/// <param name="Against">Null when it can be.</param>
/// <param name="IsLate">The delay of appeal is over: a decision that gave rights is then taken back only on a ruling or in its favour.</param>
public sealed record Entry(DecisionView Decision, Refusal? Against, bool IsLate);

/// <param name="Version">The decision as it was read.</param>
/// <param name="Reason">Code of <see cref="DecisionFlow.WithdrawalReasons"/>.</param>
public sealed record Command(long Decision, string? Version, string? Reason, string? Remark) : ICommand<Prepared>;

/// <summary>The proposal, on the manager's desk.</summary>
public sealed record Prepared(long Decision);

public sealed class Handler(MassarDb db, CurrentUser user, DecisionReader reader, ProcedureBook book, WholeBatch whole, TimeProvider clock) : IQueryHandler<Query, Entry>, ICommandHandler<Command, Prepared>
{
    public async Task<Outcome<Entry>> Handle(Query query, CancellationToken ct)
    {
        var signed = db.Decisions.InReachOf(user).Where(d => d.Number != null);
        if (await reader.Read(signed, query.Decision, user, withPeople: false, ct) is not { } view)
            return Refusal.NotFound;
        var today = MoroccanDay.Today(clock);
        var first = await signed.AsNoTracking().SingleAsync(d => d.Id == query.Decision, ct);
        return new Entry(view, await Judge(first, today, ct), view.AppealUntil < today);
    }

    public async Task<Outcome<Prepared>> Handle(Command command, CancellationToken ct)
    {
        // Held until the end: two managers get one proposal between them. What counts only together is taken back together.
        var together = await whole.Of(command.Decision, ct);
        var firsts = await db.Decisions.Where(d => together.Contains(d.Id)).OrderBy(d => d.Id).ForUpdate().ToListAsync(ct);
        var first = firsts.Find(d => d.Id == command.Decision && d is { Number: not null, ErasedAt: null } && d.PlacePath.StartsWith(user.PlacePath, StringComparison.Ordinal));
        if (first is null)
            return Refusal.NotFound;
        if (first.Version.ToString(CultureInfo.InvariantCulture) != command.Version)
            return Refusal.Stale;

        var now = clock.GetUtcNow().UtcDateTime;
        var today = MoroccanDay.Of(now);
        foreach (var one in firsts)
            if (await Judge(one, today, ct) is { } against)
                return against;
        var inForce = await book.InForce(db, DecisionProcedure.Withdrawal, today, ct);
        if (inForce.IsRefused)
            return inForce.Refusal!;
        var procedure = inForce.Value;

        var batch = firsts.Count > 1 ? await Together(firsts, procedure.Kind, today, now, ct) : null;
        var seconds = firsts.ConvertAll(f => Decision.Withdrawing(f, procedure, command.Reason!, command.Remark, user.AccountId, now, batch?.Id));
        db.Decisions.AddRange(seconds);
        await db.SaveChangesAsync(ct);
        return new Prepared(seconds.Single(s => s.WithdrawsId == first.Id).Id);
    }

    private async Task<DecisionBatch> Together(List<Decision> firsts, string kind, DateOnly today, DateTime now, CancellationToken ct)
    {
        var id = firsts[0].BatchId;
        var former = await db.DecisionBatches.AsNoTracking().SingleAsync(b => b.Id == id, ct);
        var batch = new DecisionBatch { Kind = kind, PlaceId = former.PlaceId, PlacePath = former.PlacePath, AsOf = today, LineCount = firsts.Count, IsWhole = true, CreatedAt = now, CreatedByAccountId = user.AccountId };
        db.DecisionBatches.Add(batch);
        await db.SaveChangesAsync(ct);
        return batch;
    }

    private async Task<Refusal?> Judge(Decision first, DateOnly today, CancellationToken ct) =>
        (await DecisionActor.Of(user).WithKin(db, ct)).IsConcernedBy(first)
            ? Decision.OwnCase
            : await Withdrawal.Judge(db, first, 0, today, ct);
}
