using Massar.Features.Domiciliations.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PayExchange.Domain;

/// <summary>
/// The text of a message about an account. What is kept, shown and audited names the bank and the last digits; the whole number is put in when
/// the message leaves, and must then give the hash it was written with.
/// </summary>
public sealed class AccountText(MassarDb db, RibBox box)
{
    /// <summary>The text that leaves.</summary>
    public string Whole(FinanceAccount masked, Domiciliation request) => box.Open(request.Key, request.RibSealed) is { } rib && box.Salt(request.Key, request.RibPrint) is { } salt
        ? FinanceContract.Write(masked with { Account = masked.Account with { Rib = rib.Value, Salt = salt } })
        : throw new InvalidOperationException($"The number of request {request.Id} is no longer kept.");

    /// <summary>What is sent of a message; null where the number is gone, or is not the one it was written with.</summary>
    public async Task<string?> Sent(FinanceMessage message, CancellationToken ct)
    {
        if (message.DomiciliationId is not { } id) return message.Body;
        var request = await db.Domiciliations.AsNoTracking().SingleAsync(d => d.Id == id, ct);
        if (request.RibSealed is null || FinanceContract.Read<FinanceAccount>(message.Body) is not { } masked) return null;
        var whole = Whole(masked, request);
        return FinanceContract.HashOf(whole) == message.Hash ? whole : null;
    }
}
