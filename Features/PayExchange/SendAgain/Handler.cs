using Massar.Features.Families.Domain;
using Massar.Features.PayExchange.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PayExchange.SendAgain;

public sealed record Command(long Message, int Version) : ICommand;

public sealed class Handler(MassarDb db, FinanceDesk desk, FinanceLine line, CurrentUser user, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        var id = command.Message;
        if (await db.FinanceMessages.InReachOf(user).Where(m => m.Id == id).ForUpdate().SingleOrDefaultAsync(cancellationToken) is not { } message) return Refusal.NotFound;
        if (message.Version != command.Version) return Refusal.Stale;
        if (message.State is FinanceState.Settled) return Refusal.Conflict("pay-exchange.again.settled");
        if (message.IsAnswered) return Refusal.Conflict("pay-exchange.again.answered");
        if (!line.IsOpen) return Refusal.Conflict("pay-exchange.no-line");
        if ((await Kinship.WithSelf(db, user.EmployeeId, cancellationToken)).Contains(message.EmployeeId)) return Refusal.Conflict("pay-exchange.own").Next("pay-exchange.own.next").Recorded();
        message.Again(clock.GetUtcNow().UtcDateTime);
        desk.Outbox(message);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
