using Massar.Features.Accounts.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Payslips.PublishPayImport;

public sealed record Command(int Import, int Version) : ICommand;

public sealed class Handler(MassarDb db, PayImportDesk desk, CurrentUser user, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        var id = command.Import;
        if (await db.PayImports.InReachOf(user).Where(i => i.Id == id).ForUpdate().SingleOrDefaultAsync(cancellationToken) is not { } import) return Refusal.NotFound;
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        if (import.State is PayImportState.Published) return Done.It;
        if (import.State is not PayImportState.Done) return Refusal.Conflict("payslips.import.publish.not-done").Next("payslips.import.not-waiting.next");
        if (import.Version != command.Version) return Refusal.Stale;
        // Everybody of the pay office is in the file himself: two persons answer for it, whoever they are.
        if (await Hands.Of(db, user, cancellationToken) is var hands && (hands.Did(import.ByAccountId) || hands.Did(import.ConfirmedByAccountId)))
            return Refusal.Conflict("payslips.import.publish.other").Next("payslips.import.publish.other.next").Recorded();
        await desk.Hold(import, cancellationToken);
        var (place, month) = (import.PlaceId, import.Month);
        if (await db.PayImports.AnyAsync(i => i.PlaceId == place && i.LiveKey != null && i.Month < month && i.State != PayImportState.Published, cancellationToken))
            return Refusal.Conflict("payslips.import.publish.earlier").Next("payslips.import.publish.earlier.next");
        (import.State, import.PublishedAt, import.PublishedByAccountId) = (PayImportState.Published, clock.GetUtcNow().UtcDateTime, user.AccountId);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
