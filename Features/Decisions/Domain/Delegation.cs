using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Decisions.Domain;

/// <summary>An act of delegation, as papers and histories name it.</summary>
public sealed record DelegationNamed(string Number, DateOnly On)
{
    /// <summary>A superior named the person in place of an absent holder.</summary>
    public bool IsInterim { get; init; }
}

/// <summary>Where an act stands on a day; it follows from its dates and from the role it lends.</summary>
public enum DelegationState
{
    /// <summary>Its first day is to come.</summary>
    Coming = 0,

    Running = 1,

    /// <summary>Its last day is past.</summary>
    Over = 2,

    /// <summary>Ended before its last day: by hand, or with the role of who gave it.</summary>
    Ended = 3,
}

/// <summary>
/// The holder of a visa or of the signature gives it to a named person from a day to a day, for some kinds of decision or for all (تفويض الإمضاء).
/// A numbered, sealed paper; what works by it is the role lent (<see cref="Hat.LentByHatId"/>), which ends with the giver's own.
/// </summary>
public sealed class Delegation : IVersioned, IInPlace
{
    /// <summary>The register its numbers come from, kept by the place of who gives it.</summary>
    public const string Register = "delegation-act";

    /// <summary>Why: to share the work, or because the holder is away.</summary>
    public static readonly IReadOnlyList<string> Causes = ["sharing", Absence];

    /// <summary>The holder is away: it lasts no longer than the leave that covers its first day, and ends with it.</summary>
    public const string Absence = "absence";

    /// <summary>A superior names somebody because the holder is on leave: it lasts no longer than the leave, and ends with it.</summary>
    public const string Interim = "interim";

    /// <summary>A superior names somebody because nobody holds the office: it ends when somebody does.</summary>
    public const string Vacancy = "vacancy";

    public long Id { get; init; }

    /// <summary>Where the role is worn.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    /// <summary>The role given.</summary>
    public required string Role { get; init; }

    /// <summary>The role by which it was given: the holder's own, or the superior's.</summary>
    public required long GiverHatId { get; init; }

    public required long GiverAccountId { get; init; }

    public required string GiverAr { get; init; }

    public required string GiverLatin { get; init; }

    /// <summary>The absent holder in whose place a superior names somebody; null where the holder gave it himself, or where there is none.</summary>
    public long? ForAccountId { get; init; }

    public string? ForAr { get; init; }

    public string? ForLatin { get; init; }

    public required long DelegateAccountId { get; init; }

    public required string DelegateAr { get; init; }

    public required string DelegateLatin { get; init; }

    /// <summary>What the person is besides, when it was given.</summary>
    public required string DelegateRole { get; init; }

    /// <summary>The hat by which the person acts.</summary>
    public required long HatId { get; init; }

    /// <inheritdoc cref="Hat.DelegatedKinds"/>
    public required string Kinds { get; init; }

    /// <summary>A code of <see cref="Causes"/>.</summary>
    public required string CauseCode { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required DateOnly EndsOn { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Number and year: 3/2026.</summary>
    public string? Number { get; private set; }

    public long? DocumentId { get; private set; }

    /// <summary>When it was ended by hand, UTC.</summary>
    public DateTime? EndedAt { get; private set; }

    public long? EndedByAccountId { get; private set; }

    public int Version { get; set; }

    /// <summary>A superior named it.</summary>
    public bool IsInterim => CauseCode is Interim or Vacancy;

    public bool IsForAll => Kinds == WornHat.AllKinds;

    public void Issue(string number, long documentId) => (Number, DocumentId) = (number, documentId);

    /// <summary>Ends it before its last day.</summary>
    /// <param name="account">Of who did so; null where the program itself did.</param>
    public Refusal? End(long? account, DateTime at)
    {
        if (EndedAt is not null || EndsOn < MoroccanDay.Of(at))
            return Refusal.Conflict("decisions.delegation.over").Next("decisions.delegation.over-next");
        (EndedAt, EndedByAccountId) = (at, account);
        return null;
    }

    /// <summary>Where it stands.</summary>
    /// <param name="counts">The role lent, and the giver's own, still count on that day or will.</param>
    public static DelegationState StateOn(DateOnly day, DateOnly starts, DateOnly ends, DateTime? endedAt, bool counts) =>
        endedAt is not null || (!counts && ends >= day) ? DelegationState.Ended
        : ends < day ? DelegationState.Over
        : starts > day ? DelegationState.Coming : DelegationState.Running;

    /// <summary>Whether two acts of the same holder would give one kind of decision to two people.</summary>
    public static bool Meet(string kinds, string others) =>
        kinds == WornHat.AllKinds || others == WornHat.AllKinds || kinds.Split(' ').Intersect(others.Split(' '), StringComparer.Ordinal).Any();
}

public sealed class DelegationConfiguration : IEntityTypeConfiguration<Delegation>
{
    public void Configure(EntityTypeBuilder<Delegation> builder)
    {
        builder.Property(d => d.PlacePath).IsCode(64);
        builder.Property(d => d.Role).IsCode(30);
        builder.Property(d => d.DelegateRole).IsCode(30);
        builder.Property(d => d.Kinds).IsCode(1500);
        builder.Property(d => d.CauseCode).IsCode(20);
        builder.Property(d => d.Number).IsCode(20);
        builder.Ignore(d => d.IsForAll);
        builder.Ignore(d => d.IsInterim);
        builder.HasIndex(d => d.ForAccountId);
        builder.HasOne<Hat>().WithMany().HasForeignKey(d => d.HatId);
        builder.HasIndex(d => d.GiverHatId);
        builder.HasIndex(d => d.DelegateAccountId);
        builder.HasIndex(d => new { d.PlacePath, d.StartsOn });
        builder.HasIndex(d => d.DocumentId);
    }
}

/// <summary>Who may read which acts of delegation.</summary>
public static class DelegationScopes
{
    /// <summary>Those of the offices below who gives or watches, and those given to oneself.</summary>
    public static IQueryable<Delegation> SeenBy(this IQueryable<Delegation> acts, CurrentUser user)
    {
        var (me, path) = (user.AccountId, user.PlacePath);
        return user.Has(Permissions.Delegate) || user.Has(Permissions.Read) || user.Has(Permissions.Interim)
            ? acts.Where(d => d.Number != null && (d.DelegateAccountId == me || d.GiverAccountId == me || d.ForAccountId == me || d.PlacePath.StartsWith(path)))
            : acts.Where(d => d.Number != null && (d.DelegateAccountId == me || d.GiverAccountId == me || d.ForAccountId == me));
    }
}
