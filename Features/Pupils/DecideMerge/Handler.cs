using FluentValidation;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.DecideMerge;

public sealed record Query(long Id) : IQuery<ToDecide>;

/// <param name="Obstacles">What has to be settled before they can be merged.</param>
public sealed record ToDecide(long Id, string Seen, FilePair Files, long KeptId, string Reason, ProofKind Proof, string ProofReference, DateOnly ProofOn, IReadOnlyList<Refusal> Obstacles) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 2;
}

public sealed record Command(long Id, string? Seen, string? Decision, string? Why) : ICommand
{
    public const string Merge = "merge";
    public const string Refuse = "refuse";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Decision).Must(d => d is Command.Merge or Command.Refuse).WithMessage("pupils.wrong.choose");
        RuleFor(c => c.Why).IsChangeReason().When(c => c.Decision == Command.Refuse);
        RuleFor(c => c.Why).FitsChangeReason();
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, MergeDesk desk, TimeProvider clock) : IQueryHandler<Query, ToDecide>, ICommandHandler<Command>
{
    public async Task<Outcome<ToDecide>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        if (await db.PupilMerges.AsNoTracking().DecidedBy(user).SingleOrDefaultAsync(m => m.Id == id, ct) is not { } merge)
            return Refusal.NotFound;
        if (merge.State != MergeState.Proposed)
            return PupilMerge.Settled;
        var pair = await desk.Pair(merge.KeptId, merge.OtherId, id, ct);
        return new ToDecide(id, SeenOf(merge, pair), pair, merge.KeptId, merge.Reason, merge.Proof, merge.ProofReference, merge.ProofOn, [.. ObstaclesOf(merge, pair)]);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.PupilMerges.DecidedBy(user).Where(m => m.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } merge)
            return Refusal.NotFound;
        if (merge.State != MergeState.Proposed)
            return PupilMerge.Settled;
        await desk.Hold(merge.KeptId, merge.OtherId, ct);
        var pair = await desk.Pair(merge.KeptId, merge.OtherId, id, ct);
        if (command.Seen != SeenOf(merge, pair))
            return Refusal.Stale;
        if (await desk.Own(merge.KeptId, merge.OtherId, merge.ProposedByAccountId, ct) is { } own)
            return own;

        var why = BidiSafe.CleanLinesOrNull(command.Why);
        if (command.Decision == Command.Refuse)
        {
            merge.End(MergeState.Refused, user.AccountId, clock.GetUtcNow().UtcDateTime, why);
            await desk.Settle(merge, "refused", ct);
            return Done.It;
        }

        // What was true when it was proposed may have changed since.
        if (ObstaclesOf(merge, pair).FirstOrDefault() is { } obstacle)
            return obstacle;
        await desk.Do(merge, why, ct);
        await desk.Settle(merge, "done", ct);
        return Done.It;
    }

    private static string SeenOf(PupilMerge merge, FilePair pair) => $"{merge.Version}-{pair.Seen}";

    private static IEnumerable<Refusal> ObstaclesOf(PupilMerge merge, FilePair pair) =>
        pair.Obstacles.Concat(pair.MayStay.Any() && pair.MayStay.All(s => s.Id != merge.KeptId) ? [Refusal.Conflict("pupils.merge.turned").Next("pupils.merge.turned.next")] : []);
}
