using Massar.Features.PayExchange.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PayExchange.TakeAnswer;

public sealed record Command(FinanceEnvelope Answer) : ICommand;

public sealed class Handler(MassarDb db, FinanceDesk desk, FinanceLine line, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        // Without a secret, with a wrong one, or too late: nobody learns which.
        var now = clock.GetUtcNow();
        if (line.Secret is not { } secret || FinanceSignature.Check(secret, FinanceSignature.FromPartner, command.Answer, now) is not FinanceCheck.Good) return Refusal.Forbidden;
        var (nonce, at) = (command.Answer.Nonce, now.UtcDateTime);
        if (await db.Database.ExecuteSqlAsync($"INSERT IGNORE INTO FinanceNonces (Nonce, At) VALUES ({nonce}, {at})", cancellationToken) == 0) return Refusal.Conflict("pay-exchange.replayed");
        if (FinanceContract.Read<FinanceAnswer>(command.Answer.Body) is not { } answer) return Refusal.Invalid("Answer", "pay-exchange.contract");
        if (await desk.Take(answer, cancellationToken) is { } refusal) return refusal;
        return Done.It;
    }
}
