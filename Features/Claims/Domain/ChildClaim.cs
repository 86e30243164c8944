using System.Globalization;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Claims.Domain;

/// <summary>What a guardian wants of the list of children. The numbers are stored.</summary>
public enum ClaimKind
{
    /// <summary>A child added by the code on a slip that the school handed over.</summary>
    Slip = 1,

    /// <summary>A child asked for without a code: those who stand for the child and the head are asked.</summary>
    Asked = 2,

    /// <summary>A child taken off the list.</summary>
    Removal = 3,
}

/// <summary>Where it stands. The numbers are stored.</summary>
public enum ClaimState
{
    Open = 1,
    Done = 2,

    /// <summary>By the head, who says why.</summary>
    Refused = 3,

    /// <summary>By a guardian in force; the same person does not ask for the same child again.</summary>
    Blocked = 4,

    Withdrawn = 5,

    /// <summary>Nobody answered in time.</summary>
    Lapsed = 6,
}

/// <summary>
/// A guardian adds a child to the list, or takes one off it (features WAL-3, acceptance check AC-WAL-5). A claim that fits no child is kept as any
/// other and stays open until it lapses, so that who asks learns nothing from the answer.
/// </summary>
public sealed class ChildClaim : IVersioned, IInPlace
{
    public const int MessageLength = 200;

    /// <summary>So long a removal can be taken back by who made it.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromHours(24);

    public long Id { get; init; }

    public required ClaimKind Kind { get; init; }

    public ClaimState State { get; private set; } = ClaimState.Open;

    public required long AccountId { get; init; }

    public required long GuardianId { get; init; }

    /// <summary>Of the file that stayed where two became one.</summary>
    public required string MassarCode { get; init; }

    /// <summary>As typed, where that was another: the asker is shown no code he did not know.</summary>
    public string? TypedCode { get; init; }

    /// <summary>Null where code and day of birth are not of one child who is at a school.</summary>
    public required long? PupilId { get; init; }

    /// <summary>The child's school; of a claim that fits no child the place of the hat.</summary>
    public required int PlaceId { get; set; }

    public required GuardianQuality Quality { get; init; }

    /// <summary>What the claimant says of himself or herself.</summary>
    public string? Message { get; init; }

    public required DateTime AskedAt { get; init; }

    /// <summary>Of a removal: the right there was, to be given back.</summary>
    public GuardianshipState? Was { get; init; }

    public DateTime? DecidedAt { get; private set; }

    public long? DecidedByAccountId { get; private set; }

    /// <summary>Why not, in the words of who refused.</summary>
    public string? Why { get; private set; }

    /// <summary>Account and code as long as it is open: one at a time; null afterwards.</summary>
    public string? LiveKey { get; private set; }

    public int Version { get; set; }

    public ChildClaim Begin()
    {
        LiveKey = KeyOf(AccountId, MassarCode);
        return this;
    }

    public ChildClaim Settle(ClaimState state, long? account, DateTime now, string? why = null)
    {
        (State, DecidedByAccountId, DecidedAt, Why, LiveKey) = (state, account, now, why, null);
        return this;
    }

    /// <summary>Why nobody acts on it any more; null while somebody does.</summary>
    public Refusal? Over(DateTime now, ClaimRules rules) => StateAt(State, AskedAt, now, rules) switch
    {
        ClaimState.Open => null,
        ClaimState.Lapsed => Refusal.Conflict("claims.lapsed", rules.OpenDays).Next("claims.lapsed.next"),
        _ => Refusal.Conflict("claims.settled").Next("claims.settled.next"),
    };

    /// <summary>The state as people read it: what nobody answered in time has lapsed.</summary>
    public static ClaimState StateAt(ClaimState state, DateTime askedAt, DateTime now, ClaimRules rules) =>
        state == ClaimState.Open && askedAt <= rules.OpenSince(now) ? ClaimState.Lapsed : state;

    /// <summary>Whether who took the child off the list may still take that back.</summary>
    public static bool MayUndo(ClaimKind kind, ClaimState state, DateTime? decidedAt, DateTime now) => kind == ClaimKind.Removal && state == ClaimState.Done && decidedAt > now - UndoTime;

    public static string KeyOf(long account, string massarCode) => string.Create(CultureInfo.InvariantCulture, $"{account}/{massarCode}");
}

public sealed class ChildClaimConfiguration : IEntityTypeConfiguration<ChildClaim>
{
    public void Configure(EntityTypeBuilder<ChildClaim> builder)
    {
        builder.Property(c => c.MassarCode).IsCode(10);
        builder.Property(c => c.TypedCode).IsCode(10);
        builder.Property(c => c.Message).HasMaxLength(ChildClaim.MessageLength);
        builder.Property(c => c.Why).HasMaxLength(PupilCorrection.ReasonLength);
        builder.Property(c => c.LiveKey).IsCode(40);
        builder.HasIndex(c => c.LiveKey).IsUnique();
        builder.HasIndex(c => new { c.PlaceId, c.State, c.AskedAt });
        builder.HasIndex(c => new { c.GuardianId, c.Id });
        builder.HasIndex(c => new { c.PupilId, c.State });
    }
}

/// <summary>What a guardian in force says to somebody's claim on the child.</summary>
public sealed class ClaimAnswer : IInPlace
{
    public required long ClaimId { get; init; }

    public required long GuardianId { get; init; }

    public required int PlaceId { get; init; }

    public required long AccountId { get; init; }

    public required bool Agrees { get; init; }

    public required DateTime At { get; init; }
}

public sealed class ClaimAnswerConfiguration : IEntityTypeConfiguration<ClaimAnswer>
{
    public void Configure(EntityTypeBuilder<ClaimAnswer> builder) => builder.HasKey(a => new { a.ClaimId, a.GuardianId });
}
