using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Accounts.Domain;

/// <summary>
/// One guess that was accepted for checking and was not right (or is being checked just now). Written before the check,
/// so that a hundred guesses sent at once are still counted one by one; taken back when the guess was right. Kept for a day.
/// </summary>
[NotAudited]
public sealed class SignInTry
{
    public const int KeyLength = 64;

    public long Id { get; init; }

    /// <summary>SHA-256 of what is guessed at: an account's password or second factor, or a login nobody has.</summary>
    public required string TargetKey { get; init; }

    /// <summary>SHA-256 of target and guesser: a device that has signed in before, or else a network.</summary>
    public required string GuesserKey { get; init; }

    /// <summary>SHA-256 of the network, against one password tried on many accounts.</summary>
    public required string NetworkKey { get; init; }

    /// <summary>The guesser is a device on which this very account has signed in before.</summary>
    public required bool FromKnownDevice { get; init; }

    public required DateTime At { get; init; }

    /// <summary>It was checked and was a wrong password; false while it is being checked, and for what is counted by account alone.</summary>
    public bool WasWrong { get; set; }
}

public sealed class SignInTryConfiguration : IEntityTypeConfiguration<SignInTry>
{
    public void Configure(EntityTypeBuilder<SignInTry> builder)
    {
        builder.Property(t => t.TargetKey).IsCode(SignInTry.KeyLength);
        builder.Property(t => t.GuesserKey).IsCode(SignInTry.KeyLength);
        builder.Property(t => t.NetworkKey).IsCode(SignInTry.KeyLength);
        builder.HasIndex(t => new { t.TargetKey, t.At });
        builder.HasIndex(t => new { t.GuesserKey, t.At });
        builder.HasIndex(t => new { t.NetworkKey, t.At });
        builder.HasIndex(t => t.At);
    }
}

/// <summary>
/// The last time an account was signed in to from a network. Where many people sign in properly, as in a school behind one address,
/// many may also mistype; and who mistyped and then got in was no guesser.
/// </summary>
[NotAudited]
public sealed class SignInSuccess
{
    /// <summary>As in <see cref="SignInTry"/>.</summary>
    public required string NetworkKey { get; init; }

    /// <inheritdoc cref="NetworkKey"/>
    public required string TargetKey { get; init; }

    public required DateTime At { get; init; }
}

public sealed class SignInSuccessConfiguration : IEntityTypeConfiguration<SignInSuccess>
{
    public void Configure(EntityTypeBuilder<SignInSuccess> builder)
    {
        builder.HasKey(s => new { s.NetworkKey, s.TargetKey });
        builder.Property(s => s.NetworkKey).IsCode(SignInTry.KeyLength);
        builder.Property(s => s.TargetKey).IsCode(SignInTry.KeyLength);
        builder.HasIndex(s => s.At);
    }
}

/// <summary>A browser on which an account has signed in before. The browser holds a random token; here is its hash.</summary>
[NotAudited]
public sealed class KnownDevice
{
    public required string TokenHash { get; init; }

    public required long AccountId { get; init; }

    public required DateTime LastUsedAt { get; set; }
}

public sealed class KnownDeviceConfiguration : IEntityTypeConfiguration<KnownDevice>
{
    public void Configure(EntityTypeBuilder<KnownDevice> builder)
    {
        builder.HasKey(d => new { d.TokenHash, d.AccountId });
        builder.Property(d => d.TokenHash).IsCode(64);
        builder.HasIndex(d => d.AccountId);
        builder.HasIndex(d => d.LastUsedAt);
    }
}
