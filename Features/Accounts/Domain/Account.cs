using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Accounts.Domain;

/// <summary>A person's one account; what the person may do are its hats.</summary>
public sealed class Account : IVersioned
{
    public long Id { get; init; }

    /// <summary>What is typed to sign in: Massar code, PPR, or a chosen name; lower case.</summary>
    public required string Login { get; init; }

    public required string NameAr { get; set; }

    public required string NameLatin { get; set; }

    /// <summary>PHC string; null until the account is activated with its printed code.</summary>
    [Secret] public string? PasswordHash { get; set; }

    /// <summary>Base32 TOTP secret, encrypted at rest.</summary>
    [Secret] public string? TotpSecret { get; set; }

    /// <summary>The last accepted time step: a code works once.</summary>
    public long TotpLastStep { get; set; }

    /// <summary>ar, fr, en, zgh; null lets the browser decide.</summary>
    public string? Language { get; set; }

    /// <summary>E.164.</summary>
    public string? Phone { get; set; }

    public string? Email { get; set; }

    public long? PupilId { get; set; }

    public long? GuardianId { get; set; }

    public long? EmployeeId { get; set; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>Closed accounts sign in no more; what they did stays theirs.</summary>
    public DateTime? ClosedAt { get; set; }

    public int Version { get; set; }

    public List<Hat> Hats { get; init; } = [];
}

public sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.Property(a => a.Login).IsCode(80);
        builder.HasIndex(a => a.Login).IsUnique();
        builder.Property(a => a.PasswordHash).IsCode(200);
        builder.Property(a => a.TotpSecret).IsCode(400);
        builder.Property(a => a.Language).IsCode(5);
        builder.Property(a => a.Phone).IsCode(20);
        builder.HasIndex(a => a.Phone);
        builder.HasIndex(a => a.PupilId);
        builder.HasIndex(a => a.GuardianId);
        builder.HasIndex(a => a.EmployeeId);
    }
}

/// <summary>A role at a place, from a day to a day.</summary>
public sealed class Hat : IVersioned, IInPlace
{
    public long Id { get; init; }

    public required long AccountId { get; init; }

    /// <summary>A code of <see cref="Roles"/>.</summary>
    public required string Role { get; init; }

    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required DateOnly StartsOn { get; set; }

    /// <summary>Last day it counts; null without end.</summary>
    public DateOnly? EndsOn { get; set; }

    /// <summary>The hat whose wearer lent it for a time; this one counts no longer than that one. Null for a hat of one's own.</summary>
    public long? LentByHatId { get; init; }

    /// <summary>
    /// Lent for decisions alone by an act of delegation: codes of their kinds with a space between, or <see cref="Infrastructure.Security.WornHat.AllKinds"/>;
    /// null for the whole role.
    /// </summary>
    public string? DelegatedKinds { get; init; }

    public int Version { get; set; }

    /// <summary>Pupils and guardians get their hats from the school's files, not from anybody's hand.</summary>
    public static bool CanBeGranted(string role) => Roles.IsKnown(role) && role is not (Roles.Pupil or Roles.Guardian);

    /// <summary>Whether a role is worn at this kind of place: a head at a school, a provincial director at a directorate.</summary>
    public static bool FitsAt(string role, PlaceKind kind) => role switch
    {
        Roles.Teacher or Roles.Head or Roles.Clerk or Roles.Supervisor => kind is PlaceKind.School or PlaceKind.Annex,
        Roles.ProvincialDirector => kind is PlaceKind.Directorate,
        Roles.AcademyMobility => kind is PlaceKind.Academy,
        Roles.Ministry or Roles.Support => kind is PlaceKind.Ministry,
        Roles.Employee => true,
        _ => kind is PlaceKind.Ministry or PlaceKind.Academy or PlaceKind.Directorate,
    };

    /// <summary>Ends it at once: the last day it counted was yesterday.</summary>
    public void EndNow(DateOnly today) => EndsOn = today.AddDays(-1);
}

public sealed class HatConfiguration : IEntityTypeConfiguration<Hat>
{
    public void Configure(EntityTypeBuilder<Hat> builder)
    {
        builder.Property(h => h.Role).IsCode(30);
        builder.Property(h => h.PlacePath).IsCode(64);
        builder.HasOne<Account>().WithMany(a => a.Hats).HasForeignKey(h => h.AccountId);
        builder.HasIndex(h => new { h.PlaceId, h.Role });
        builder.HasIndex(h => new { h.Role, h.PlacePath });
        builder.Property(h => h.DelegatedKinds).IsCode(1500);
        builder.HasIndex(h => h.LentByHatId);
    }
}

/// <summary>A signed-in browser or program. The client holds a random token; only its hash is kept here.</summary>
[NotAudited]
public sealed class Session
{
    public long Id { get; init; }

    /// <summary>SHA-256 of the token, hex.</summary>
    public required string TokenHash { get; init; }

    public required long AccountId { get; init; }

    public required long HatId { get; set; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime LastSeenAt { get; set; }

    public required DateTime ExpiresAt { get; set; }

    public DateTime? EndedAt { get; set; }

    /// <summary>False until a needed second factor was given.</summary>
    public bool SecondFactorDone { get; set; }

    public DateTime? SteppedUpAt { get; set; }

    /// <summary>Browser family and network, for the person's own list of sessions.</summary>
    public string? Device { get; init; }
}

public sealed class SessionConfiguration : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.Property(s => s.TokenHash).IsCode(64);
        builder.HasIndex(s => s.TokenHash).IsUnique();
        builder.HasIndex(s => new { s.AccountId, s.EndedAt });
        builder.HasIndex(s => s.ExpiresAt);
    }
}
