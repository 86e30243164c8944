using System.Collections.Concurrent;
using Massar.Infrastructure.Delivery;
using Massar.Infrastructure.Text;

namespace Massar.Features.PayExchange.Domain;

/// <summary>
/// A finance ministry to try the contract against, in a demo alone: checks signature, time, repetition and fields as a real one would, takes a
/// message in charge, and gives its word a little later. What it says follows from the message, so that it says the same each time:
/// payroll numbers that end in 7 are refused for the situation, in 3 for a paper that is missing, all others have their visa; an account that ends in 7 is refused as wrong.
/// </summary>
public sealed class FinanceSimulator(FinanceLine line, TimeProvider clock)
{
    /// <summary>How long it looks at a message.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const int Capacity = 10_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> seen = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Hash, FinanceAnswer Word, DateTimeOffset At)> taken = new(StringComparer.Ordinal);

    /// <summary>Takes a request; answers the status and the text of the partner.</summary>
    public (int Status, string Body) Handle(FinanceEnvelope request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = clock.GetUtcNow();
        if (line is not { IsSimulated: true, Secret: { } secret }) return (404, "");
        if (FinanceSignature.Check(secret, FinanceSignature.ToPartner, request, now) is not FinanceCheck.Good) return (401, "");
        foreach (var (nonce, at) in seen)
            if (now - at > FinanceSignature.Window * 2) seen.TryRemove(nonce, out _);
        if (!seen.TryAdd(request.Nonce, now)) return (409, "");
        var hash = FinanceContract.HashOf(request.Body);
        var (key, word) = FinanceContract.Read<FinanceChange>(request.Body) is { Contract: FinanceContract.Version } change ? (change.Key, WordOf(change, hash))
            : FinanceContract.Read<FinanceAccount>(request.Body) is { Contract: FinanceContract.Version } account ? (account.Key, WordOf(account, hash)) : (null, null!);
        if (key is null) return (422, "");
        var known = taken.GetOrAdd(key, _ => (hash, word, now + Patience));
        // One key, one text: a second text under the key of the first is a fault of the sender.
        if (known.Hash != hash) return (422, "");
        // What is sent again is answered again.
        taken[key] = known with { At = now + Patience };
        if (taken.Count > Capacity) taken.TryRemove(taken.MinBy(t => t.Value.At).Key, out _);
        return (202, FinanceContract.Write(known.Word with { Status = FinanceContract.Received, Code = null, Reason = null, Month = null }));
    }

    /// <summary>The words that are due, signed as the partner signs them; each is given once for each time its message was sent.</summary>
    public IReadOnlyList<FinanceEnvelope> Due(bool all = false)
    {
        var now = clock.GetUtcNow();
        if (line.Secret is not { } secret) return [];
        List<FinanceEnvelope> due = [];
        foreach (var (key, (hash, word, at)) in taken)
            if (at != DateTimeOffset.MaxValue && (all || at <= now) && taken.TryUpdate(key, (hash, word, DateTimeOffset.MaxValue), (hash, word, at)))
                due.Add(FinanceSignature.Sign(secret, FinanceSignature.FromPartner, FinanceContract.Write(word), now));
        return due;
    }

    /// <summary>The word about an account, by its rule.</summary>
    public static FinanceAnswer WordOf(FinanceAccount account, string hash)
    {
        ArgumentNullException.ThrowIfNull(account);
        var number = $"DOM-{hash[..10].ToUpperInvariant()}";
        return Rib.Read(account.Account.Rib) is null || account.Account.Rib.EndsWith('7')
            ? new(FinanceContract.Version, account.Key, hash, FinanceContract.Rejected, number, "account-wrong", "Compte inconnu de la banque")
            : new(FinanceContract.Version, account.Key, hash, FinanceContract.Visaed, number, Month: account.Account.Month);
    }

    /// <summary>The word about a message, by its rule.</summary>
    public static FinanceAnswer WordOf(FinanceChange change, string hash)
    {
        ArgumentNullException.ThrowIfNull(change);
        var number = $"IND-{hash[..10].ToUpperInvariant()}";
        return change.Ppr[^1] switch
        {
            '7' => new(FinanceContract.Version, change.Key, hash, FinanceContract.Rejected, number, "situation-mismatch", "Situation antérieure différente de celle du fichier de paie"),
            '3' => new(FinanceContract.Version, change.Key, hash, FinanceContract.Rejected, number, "paper-missing", "Pièce justificative absente du dossier"),
            _ => new(FinanceContract.Version, change.Key, hash, FinanceContract.Visaed, number),
        };
    }
}

/// <summary>Sends into <see cref="FinanceSimulator"/> without leaving the program.</summary>
public sealed class SimulatedFinancePartner(FinanceSimulator simulator) : IFinancePartner
{
    public Task<FinanceAnswer> Send(FinanceEnvelope message, CancellationToken ct)
    {
        var (status, body) = simulator.Handle(message);
        return status is 202 or 422 or 401 or 409 ? Task.FromResult(HttpFinancePartner.Judge(status, body)) : throw new DeliveryException(DeliveryFailure.Unreachable, "Nobody plays the finance ministry.");
    }
}
