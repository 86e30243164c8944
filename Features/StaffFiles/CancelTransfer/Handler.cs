using FluentValidation;
using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.StaffFiles.CancelTransfer;

/// <param name="Version">The transfer as it was read.</param>
public sealed record Command(long Id, int Version, string? Reason) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Reason).Must(r => BidiSafe.CleanLinesOrNull(r) is not null).WithMessage("staff-files.reason.needed");
        RuleFor(c => c.Reason).MaximumLength(FileTransfer.RemarkLength).WithMessage("staff-files.long").WithState(_ => new object[] { FileTransfer.RemarkLength });
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, FileDesk desk) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var office = user.PlaceId;
        var transfer = await db.FileTransfers.Where(t => t.Id == command.Id && (t.FromOfficeId == office || t.ToOfficeId == office)).ForUpdate().SingleOrDefaultAsync(ct);
        if (transfer is null)
            return Refusal.NotFound;
        if (transfer.Version != command.Version)
            return Refusal.Stale;
        if (await desk.IsOwn(transfer.EmployeeId, user, ct))
            return FileDesk.Own;
        // What the person's own move started ends with the move.
        if (transfer.Cause is not FileCause.Hand)
            return Refusal.Conflict("staff-files.cancel.moved").Next("staff-files.cancel.moved.next");
        if (transfer.Cancel(desk.Now) is { } refusal)
            return refusal;
        await desk.Settle(transfer, "cancelled", BidiSafe.CleanLinesOrNull(command.Reason), user.AccountId, ct);
        return Done.It;
    }
}
