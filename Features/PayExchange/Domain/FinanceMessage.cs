using System.Globalization;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.PayExchange.Domain;

/// <summary>Where a message to the finance ministry stands.</summary>
public enum FinanceState : byte
{
    /// <summary>To be sent, or to be sent again later.</summary>
    Queued = 0,

    /// <summary>The partner has it and has not answered yet.</summary>
    Received = 1,

    Visaed = 2,

    /// <summary>Refused with a reason.</summary>
    Rejected = 3,

    /// <summary>It could not be delivered, and is tried no more until a person says so.</summary>
    Dead = 4,

    /// <summary>It could not be delivered, and the pay office settled the matter with the finance ministry otherwise; later messages go on.</summary>
    Settled = 5,
}

/// <summary>What changes of the pay.</summary>
public enum FinanceEvent : byte
{
    /// <summary>Grade, échelon, index, position or place of work.</summary>
    Situation = 0,

    /// <summary>Days kept.</summary>
    Days = 1,

    /// <summary>Children who count.</summary>
    Family = 2,

    /// <summary>An earlier decision is taken back.</summary>
    Withdrawal = 3,

    /// <summary>Another account the pay goes to.</summary>
    Account = 4,
}

/// <summary>
/// One signed decision, or one account accepted, as it is told to the finance ministry: written with the signature, sent from the outbox,
/// answered by the partner. Its text never changes: what is sent again is what was sent before.
/// </summary>
public sealed class FinanceMessage : IVersioned, IInPlace
{
    public const int ReasonLength = 300;

    /// <summary>Tries before it waits for a person: with waits of at most four hours, about three days.</summary>
    public const int MostAttempts = 27;

    /// <summary>Of a settlement's reason.</summary>
    public const int LeastReason = 5;

    public long Id { get; init; }

    /// <summary>The same for the same business event, however often it is sent: the partner tells doubles by it.</summary>
    public required string Key { get; init; }

    /// <summary>The academy that pays.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>Null for an account.</summary>
    public long? DecisionId { get; init; }

    /// <summary>The request for another account; null for a decision.</summary>
    public long? DomiciliationId { get; init; }

    public required FinanceEvent Event { get; init; }

    /// <summary>JSON of <see cref="FinanceChange"/>, or of <see cref="FinanceAccount"/> with the number masked.</summary>
    public required string Body { get; init; }

    /// <summary>SHA-256 of the text that is sent, hex.</summary>
    public required string Hash { get; init; }

    public FinanceState State { get; private set; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When it came to its state.</summary>
    public required DateTime StateSince { get; set; }

    /// <summary>Tries since it was last given to the outbox.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it is tried next; null where it is not.</summary>
    public DateTime? NextAt { get; private set; }

    /// <summary>Why the last try failed: a code, never the partner's text.</summary>
    public string? Failure { get; private set; }

    public DateTime? ReceivedAt { get; private set; }

    public DateTime? AnsweredAt { get; private set; }

    /// <summary>The partner's number of the message, or of the visa.</summary>
    public string? Reference { get; private set; }

    /// <summary>Code of the refusal.</summary>
    public string? ReasonCode { get; private set; }

    /// <summary>The partner's words, for the pay office alone.</summary>
    public string? Reason { get; private set; }

    /// <summary>How often it was given to the outbox: each has background work of its own.</summary>
    public int Runs { get; private set; }

    public int Version { get; set; }

    public string WorkKey => string.Create(CultureInfo.InvariantCulture, $"finance/{Key}/{Runs}");

    public bool IsAnswered => State is FinanceState.Visaed or FinanceState.Rejected;

    /// <summary>It has not arrived, and later messages about the same person stand behind it.</summary>
    public bool IsBefore => State is FinanceState.Queued or FinanceState.Dead;

    /// <summary>A refusal came after the visa: the visa stands, and a person looks at it.</summary>
    public bool IsContradicted => State is FinanceState.Visaed && ReasonCode is not null;

    /// <summary>Gives it to the outbox.</summary>
    public void Queue(DateTime at, DateTime next)
    {
        if (State is not FinanceState.Queued) (State, StateSince) = (FinanceState.Queued, at);
        (NextAt, Runs) = (next, Runs + 1);
    }

    /// <summary>Stands behind an earlier message about the same person until that one has arrived.</summary>
    public void Wait() => NextAt = null;

    /// <summary>A person settled it with the partner otherwise; false where it is not one that could not be delivered.</summary>
    public bool Settle(string reason, DateTime at)
    {
        if (State is not FinanceState.Dead) return false;
        (State, StateSince, NextAt, Reason) = (FinanceState.Settled, at, null, reason);
        return true;
    }

    /// <summary>Notes a refusal that came after the visa.</summary>
    public void Contradict(string code, string? reason) => (ReasonCode, Reason) = (code, reason);

    /// <summary>Begins anew because a person says so.</summary>
    public void Again(DateTime at)
    {
        (Attempts, Failure) = (0, null);
        Queue(at, at);
    }

    /// <summary>A try that failed; true when it will be tried again, later each time.</summary>
    public bool Failed(string failure, bool mayRetry, DateTime at)
    {
        (Attempts, Failure, NextAt) = (Attempts + 1, failure, null);
        if (mayRetry && Attempts < MostAttempts)
        {
            Queue(at, at + Backoff(Attempts));
            return true;
        }

        (State, StateSince) = (FinanceState.Dead, at);
        return false;
    }

    /// <summary>The partner took it in charge; an answer that came before is not undone.</summary>
    public void Receive(string? reference, DateTime at)
    {
        (Failure, NextAt) = (null, null);
        ReceivedAt ??= at;
        if (IsAnswered) return;
        (State, StateSince) = (FinanceState.Received, at);
        Reference = reference;
    }

    /// <summary>The partner's word; false when it was said before. A visa is not taken back by a message.</summary>
    public bool Answer(bool isVisaed, string? reference, string? code, string? reason, DateTime at)
    {
        var to = isVisaed ? FinanceState.Visaed : FinanceState.Rejected;
        if (State == to || State is FinanceState.Visaed) return false;
        ReceivedAt ??= at;
        (State, StateSince, AnsweredAt, NextAt, Failure) = (to, at, at, null, null);
        (Reference, ReasonCode, Reason) = (reference ?? Reference, isVisaed ? null : code, isVisaed ? null : reason);
        return true;
    }

    /// <summary>Half a minute, one, two, four… at most four hours.</summary>
    public static TimeSpan Backoff(int attempts) => TimeSpan.FromSeconds(Math.Min(4 * 3600, 15 * Math.Pow(2, attempts)));
}

/// <summary>A number used once by a signed request: a second one with it is a replay.</summary>
[NotAudited]
public sealed class FinanceNonce
{
    public required string Nonce { get; init; }

    public required DateTime At { get; init; }
}

public sealed class FinanceMessageConfiguration : IEntityTypeConfiguration<FinanceMessage>
{
    public void Configure(EntityTypeBuilder<FinanceMessage> builder)
    {
        builder.ToTable("FinanceMessages");
        builder.Property(m => m.Key).IsCode(60);
        builder.HasIndex(m => m.Key).IsUnique();
        builder.Property(m => m.PlacePath).IsCode(64);
        builder.Property(m => m.Body).HasMaxLength(4000);
        builder.Property(m => m.Hash).IsCode(64);
        builder.Property(m => m.Failure).IsCode(30);
        builder.Property(m => m.Reference).IsCode(40);
        builder.Property(m => m.ReasonCode).IsCode(40);
        builder.Property(m => m.Reason).HasMaxLength(FinanceMessage.ReasonLength);
        builder.Ignore(m => m.WorkKey);
        builder.Ignore(m => m.IsAnswered);
        builder.Ignore(m => m.IsBefore);
        builder.Ignore(m => m.IsContradicted);
        builder.HasIndex(m => m.DecisionId).IsUnique();
        builder.HasIndex(m => m.DomiciliationId).IsUnique();
        builder.HasIndex(m => new { m.EmployeeId, m.Id });
        builder.HasIndex(m => new { m.PlacePath, m.State, m.StateSince });
    }
}

public sealed class FinanceNonceConfiguration : IEntityTypeConfiguration<FinanceNonce>
{
    public void Configure(EntityTypeBuilder<FinanceNonce> builder)
    {
        builder.ToTable("FinanceNonces");
        builder.HasKey(n => n.Nonce);
        builder.Property(n => n.Nonce).IsCode(64);
        builder.HasIndex(n => n.At);
    }
}

/// <summary>A replay is refused by its time once its number is forgotten.</summary>
public sealed class SweepFinanceNonces : ISweep
{
    public Task<int> Sweep(MassarDb db, DateTime now, int most, CancellationToken ct)
    {
        var old = now - FinanceSignature.Window - FinanceSignature.Window;
        return db.FinanceNonces.Where(n => n.At < old).OrderBy(n => n.At).Take(most).ExecuteDeleteAsync(ct);
    }
}

/// <summary>Whose messages an office follows.</summary>
public static class Scopes
{
    public static IQueryable<FinanceMessage> InReachOf(this IQueryable<FinanceMessage> messages, CurrentUser user)
    {
        var path = user.PlacePath;
        return messages.Where(m => m.PlacePath.StartsWith(path));
    }
}
