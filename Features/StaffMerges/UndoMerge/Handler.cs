using FluentValidation;
using Massar.Features.StaffMerges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffMerges.UndoMerge;

public sealed record Command(long Id, int Version, string? Reason) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Reason).IsMergeReason();
}

public sealed class Handler(MassarDb db, CurrentUser user, MergeDesk desk, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var id = command.Id;
        if (await db.StaffMerges.At(user).Where(m => m.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } merge) return Refusal.NotFound;
        if (merge.State != StaffMergeState.Done) return StaffMerge.Settled;
        if (merge.Version != command.Version) return Refusal.Stale;
        var days = await MergeDesk.UndoDays(db, ct);
        if (clock.GetUtcNow().UtcDateTime > merge.DecidedAt!.Value.AddDays(days)) return Refusal.Conflict("staff-merges.undo.late", days).Next("staff-merges.undo.late.next");
        if (await desk.Own(merge.KeptEmployeeId, merge.OtherEmployeeId, null, ct) is { } own) return own;
        await desk.Hold(merge.KeptEmployeeId, merge.OtherEmployeeId, ct);
        if (await desk.StandsInTheWay(merge, ct) is { } obstacle) return obstacle;
        await desk.Undo(merge, BidiSafe.CleanLines(command.Reason), ct);
        await desk.Settle(merge, "undone", ct);
        return Done.It;
    }
}
