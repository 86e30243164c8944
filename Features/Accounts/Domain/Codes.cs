using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Accounts.Domain;

/// <summary>One of the ten codes that replace the authenticator once, when the telephone is lost.</summary>
public sealed class SecondFactorCode
{
    /// <summary>Codes handed out with a new authenticator.</summary>
    public const int Count = 10;

    public long Id { get; init; }

    public required long AccountId { get; init; }

    [Secret] public required string Hash { get; init; }

    public DateTime? UsedAt { get; set; }
}

public sealed class SecondFactorCodeConfiguration : IEntityTypeConfiguration<SecondFactorCode>
{
    public void Configure(EntityTypeBuilder<SecondFactorCode> builder)
    {
        builder.Property(c => c.Hash).IsCode(64);
        builder.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId);
        builder.HasIndex(c => new { c.AccountId, c.Hash }).IsUnique();
    }
}

/// <summary>
/// A code printed at a school's desk with which a person activates an account, or gets back into it, and chooses the password alone.
/// Of an account's codes only the last one printed counts, once, for seven days.
/// </summary>
public sealed class PrintedCode : IInPlace
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>Codes for one account within a day, at one desk after another too: each ends the sessions of whoever is signed in.</summary>
    public const int MostADay = 5;

    public long Id { get; init; }

    public required long AccountId { get; init; }

    /// <summary>The desk that printed it.</summary>
    public required int PlaceId { get; init; }

    [Secret] public required string Hash { get; init; }

    public required DateTime IssuedAt { get; init; }

    public required DateTime ExpiresAt { get; init; }

    public required long IssuedByAccountId { get; init; }

    /// <summary>How the desk knew who stood before it, a code of <see cref="IdentityChecks"/>; null for slips that are handed out in a class.</summary>
    public string? Identity { get; init; }

    /// <summary>Also takes the authenticator away: the member of staff lost it and sets up another one.</summary>
    public required bool ResetsSecondFactor { get; init; }

    public DateTime? UsedAt { get; set; }

    /// <summary>When a later code took its place, or the person got a role.</summary>
    public DateTime? VoidedAt { get; set; }

    /// <summary>
    /// Codes still open count no more once the person gets a role that needs a second factor: whoever printed them might print none for it. Beside the change,
    /// in its transaction.
    /// </summary>
    public static async Task VoidFor(MassarDb db, Hat hat, DateTime now, CancellationToken ct)
    {
        if (!Roles.NeedsSecondFactor(hat.Role))
            return;
        foreach (var code in await db.PrintedCodes.Where(c => c.AccountId == hat.AccountId && c.UsedAt == null && c.VoidedAt == null).ToListAsync(ct))
            code.VoidedAt = now;
    }
}

public sealed class PrintedCodeConfiguration : IEntityTypeConfiguration<PrintedCode>
{
    public void Configure(EntityTypeBuilder<PrintedCode> builder)
    {
        builder.Property(c => c.Hash).IsCode(64);
        builder.Property(c => c.Identity).IsCode(IdentityChecks.Length);
        builder.HasOne<Account>().WithMany().HasForeignKey(c => c.AccountId);
        builder.HasIndex(c => new { c.AccountId, c.IssuedAt });
        builder.HasIndex(c => new { c.PlaceId, c.IssuedAt });
    }
}

/// <summary>By what a desk knows the person who asks for a code; written down with the code.</summary>
public static class IdentityChecks
{
    /// <summary>Longest code.</summary>
    public const int Length = 20;

    /// <summary>National identity card, passport or residence card, a paper of the school with a photograph, known by sight, and for a minor the guardian's card.</summary>
    public static readonly IReadOnlyList<string> All = ["card", "passport", "school-card", "by-sight", "guardian-card"];
}
