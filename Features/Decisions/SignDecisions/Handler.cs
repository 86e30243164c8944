using System.Text.Json;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.SignDecisions;

/// <param name="Version">The decision as it was read.</param>
public sealed record Command(long Decision, int Version) : ICommand<Signed>;

/// <summary>A signature given.</summary>
public sealed record Signed(long Decision, string Number, string VerificationCode);

/// <param name="Count">With a kind: how many of it were seen; with another number waiting, nothing is signed.</param>
/// <summary>Signs these, or every line of a batch, or of a kind, that waits for the signature; the oldest first where they are too many for one order.</summary>
public sealed record PileCommand(long[] Decisions, long? Batch, string? Kind = null, int? Count = null) : ICommand<Pile>;

/// <summary>A pile being signed.</summary>
public sealed record Pile(long Work, int Count);

/// <summary>How far a pile is.</summary>
public sealed record Query(long Work) : IQuery<Progress>;

/// <summary>A pile: how many are signed, which were left and why.</summary>
public sealed record Progress(long Work, WorkState State, int Total, int Done, int Failed, IReadOnlyList<SignedLine> Lines)
{
    /// <summary>Lines that were not chosen and are signed all the same, because they count only together with one that was.</summary>
    public IReadOnlyList<SignedLine> Together { get; init; } = [];

    public bool IsOver => State is WorkState.Done or WorkState.Failed or WorkState.Stopped;
}

public sealed record SignedLine(long Decision, string NameAr, string NameLatin, string? Number, string? LeftBecause);

public sealed class Handler(MassarDb db, CurrentUser user, SigningDesk desk, WorkDesk work, TimeProvider clock)
    : ICommandHandler<Command, Signed>, ICommandHandler<PileCommand, Pile>, IQueryHandler<Query, Progress>
{
    /// <summary>One confirmation covers at most this many signatures.</summary>
    internal const int MostLines = 600;

    public async Task<Outcome<Signed>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        return await desk.Sign(command.Decision, command.Version, DecisionActor.Of(user), ct);
    }

    public async Task<Outcome<Pile>> Handle(PileCommand command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var (asked, kind) = (command.Decisions, command.Kind);
        var waiting = db.Decisions.WaitingFor(user, db, []).Where(d => d.State == DecisionState.ToSign);
        waiting = command.Batch is { } batch ? waiting.Where(d => d.BatchId == batch)
            : !string.IsNullOrEmpty(kind) ? waiting.Where(d => d.Kind == kind) : waiting.Where(d => asked.Contains(d.Id));
        var lines = await waiting.OrderBy(d => d.WaitingSince).ThenBy(d => d.Id).Select(d => new { d.Id, d.Kind }).Take(MostLines).ToListAsync(ct);
        if (lines.Count == 0)
            return Refusal.Conflict("decisions.nothing-to-sign").Next("decisions.not-now-next");
        // What came in after the list was read is signed by nobody unseen; and a sanction is read one by one.
        if (!string.IsNullOrEmpty(kind) && command.Batch is null)
        {
            if (kind == DisciplinarySanction.KindCode)
                return Refusal.Conflict("decisions.sign-kind-not").Next("decisions.sign-kind-not-next");
            if (lines.Count != command.Count)
                return Refusal.Stale;
        }

        if (DecisionFlow.OneKind(lines.Select(l => l.Kind)) is { } mixed)
            return mixed;
        var ids = lines.ConvertAll(l => l.Id);

        var order = new SignBatch.Order(user.AccountId, user.Hat.Id, ids);
        var item = work.Queue<SignBatch>($"sign/{user.AccountId}/{Guid.CreateVersion7():N}", JsonSerializer.Serialize(order), total: ids.Count);
        await db.SaveChangesAsync(ct);
        return new Pile(item.Id, ids.Count);
    }

    public async Task<Outcome<Progress>> Handle(Query query, CancellationToken ct)
    {
        var (kind, me) = (SignBatch.Kind, user.AccountId);
        var item = await db.WorkItems.AsNoTracking().SingleOrDefaultAsync(w => w.Id == query.Work && w.Kind == kind && w.AccountId == me, ct);
        if (item is null)
            return Refusal.NotFound;

        var ids = JsonSerializer.Deserialize<SignBatch.Order>(item.Payload)!.Decisions;
        var left = item.Result is null ? [] : JsonSerializer.Deserialize<Dictionary<long, string>>(item.Result)!;
        var lines = await (
            from d in db.Decisions.InReachOf(user)
            where ids.Contains(d.Id)
            join e in db.Employees on d.EmployeeId equals e.Id
            orderby d.Id
            select new SignedLine(d.Id, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, d.Number, null)).ToListAsync(ct);
        return new Progress(item.Id, item.State, ids.Count, lines.Count(l => l.Number is not null), left.Count,
            lines.ConvertAll(l => l with { LeftBecause = left.GetValueOrDefault(l.Decision) }))
        { Together = await Together(ids, ct) };
    }

    private async Task<List<SignedLine>> Together(List<long> ids, CancellationToken ct)
    {
        var wholes = await (from d in db.Decisions where ids.Contains(d.Id) join b in db.DecisionBatches on d.BatchId equals (long?)b.Id where b.IsWhole select b.Id).Distinct().ToListAsync(ct);
        return wholes.Count == 0 ? [] : await (
            from d in db.Decisions.InReachOf(user)
            where wholes.Contains(d.BatchId!.Value) && !ids.Contains(d.Id)
            join e in db.Employees on d.EmployeeId equals e.Id
            orderby d.Id
            select new SignedLine(d.Id, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, d.Number, null)).ToListAsync(ct);
    }
}
