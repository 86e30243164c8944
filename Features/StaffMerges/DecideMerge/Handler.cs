using FluentValidation;
using Massar.Features.StaffMerges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffMerges.DecideMerge;

public sealed record Command(long Id, string? Seen, string? Decision, string? Why) : ICommand
{
    public const string Merge = "merge";
    public const string Refuse = "refuse";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Decision).Must(d => d is Command.Merge or Command.Refuse).WithMessage("ui.bad-request");
        RuleFor(c => c.Why).IsMergeReason().When(c => c.Decision == Command.Refuse || BidiSafe.CleanLinesOrNull(c.Why) is not null);
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, MergeDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.StaffMerges.At(user).Where(m => m.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } merge) return Refusal.NotFound;
        if (merge.State != StaffMergeState.Proposed) return StaffMerge.Settled;
        if (await desk.Own(merge.KeptEmployeeId, merge.OtherEmployeeId, merge, ct) is { } own) return own;
        await desk.Hold(merge.KeptEmployeeId, merge.OtherEmployeeId, ct);
        var pair = await desk.Pair(merge.KeptEmployeeId, merge.OtherEmployeeId, merge.PlacePath, id, ct);
        if (command.Seen != $"{merge.Version}-{pair?.Seen}") return Refusal.Stale;
        var why = BidiSafe.CleanLinesOrNull(command.Why);
        if (command.Decision == Command.Refuse)
        {
            merge.End(StaffMergeState.Refused, user.AccountId, clock.GetUtcNow().UtcDateTime, why);
            await desk.Settle(merge, "refused", ct);
            return Done.It;
        }

        // One of the two works elsewhere by now: it is that office's file as well.
        if (pair is null) return Refusal.Conflict("staff-merges.obstacle.elsewhere").Next("staff-merges.obstacle.elsewhere.next");
        if (pair.Obstacles.Concat(pair.Against(merge.KeptEmployeeId)).FirstOrDefault() is { } obstacle) return obstacle;
        await desk.Do(merge, why, ct);
        await desk.Settle(merge, "done", ct);
        return Done.It;
    }
}
