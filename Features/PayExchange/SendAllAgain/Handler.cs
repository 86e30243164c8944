using Massar.Features.Families.Domain;
using Massar.Features.PayExchange.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PayExchange.SendAllAgain;

public sealed record Command : ICommand;

public sealed class Handler(MassarDb db, FinanceDesk desk, FinanceLine line, CurrentUser user, TimeProvider clock) : ICommandHandler<Command>
{
    private const int Most = 500;

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        if (!line.IsOpen) return Refusal.Conflict("pay-exchange.no-line");
        // What is about himself or his family waits for a colleague; a text that was refused would be refused again.
        List<long> own = [.. await Kinship.WithSelf(db, user.EmployeeId, cancellationToken)];
        var dead = await db.FinanceMessages.InReachOf(user).Where(m => m.State == FinanceState.Dead && m.Failure != "refused" && !own.Contains(m.EmployeeId)).OrderBy(m => m.Id).Take(Most).ForUpdate().ToListAsync(cancellationToken);
        if (dead.Count == 0) return Refusal.Conflict("pay-exchange.again.none");
        foreach (var message in dead)
        {
            message.Again(clock.GetUtcNow().UtcDateTime);
            desk.Outbox(message);
        }

        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
