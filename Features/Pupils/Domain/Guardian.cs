using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Pupils.Domain;

/// <summary>A father, mother or guardian (ولي الأمر) and how to reach them.</summary>
public sealed class Guardian : IVersioned
{
    public long Id { get; init; }

    public required string FirstNameAr { get; set; }

    public required string LastNameAr { get; set; }

    public required string FirstNameLatin { get; set; }

    public required string LastNameLatin { get; set; }

    public string? Cin { get; set; }

    public string? Profession { get; set; }

    public string? AddressAr { get; set; }

    /// <summary>E.164.</summary>
    public string? Phone { get; set; }

    /// <summary>When the guardian last said that the telephone is right, by a code sent to it or by one tap; null: the school wrote it down.</summary>
    public DateTime? PhoneConfirmedAt { get; set; }

    public string? Email { get; set; }

    /// <summary>Language of messages and papers.</summary>
    public string Language { get; set; } = "ar";

    public int Version { get; set; }

    public string FullNameAr => $"{LastNameAr} {FirstNameAr}";

    public string FullNameLatin => $"{LastNameLatin} {FirstNameLatin}";
}

public sealed class GuardianConfiguration : IEntityTypeConfiguration<Guardian>
{
    public void Configure(EntityTypeBuilder<Guardian> builder)
    {
        builder.Property(g => g.Cin).IsCode(10);
        builder.HasIndex(g => g.Cin);
        builder.Property(g => g.Phone).IsCode(20);
        builder.HasIndex(g => g.Phone);
        builder.Property(g => g.Language).IsCode(5);
        builder.Ignore(g => g.FullNameAr);
        builder.Ignore(g => g.FullNameLatin);
    }
}

/// <summary>In what quality a guardian stands for a child (circular 030-20).</summary>
public enum GuardianQuality
{
    Father = 1,
    Mother = 2,
    Guardian = 3,
}

/// <summary>Where the link between guardian and child stands (workflow 4.28).</summary>
public enum GuardianshipState
{
    Claimed = 0,
    Active = 1,
    Restricted = 2,
    Ended = 3,
}

/// <summary>The link between a guardian and a child; only an active one opens the child's pages.</summary>
public sealed class Guardianship : IVersioned
{
    public required long GuardianId { get; init; }

    public required long PupilId { get; init; }

    public required GuardianQuality Quality { get; set; }

    public required GuardianshipState State { get; set; }

    public bool HasCustody { get; set; } = true;

    public required DateOnly StartsOn { get; set; }

    public DateOnly? EndsOn { get; set; }

    public int Version { get; set; }
}

public sealed class GuardianshipConfiguration : IEntityTypeConfiguration<Guardianship>
{
    public void Configure(EntityTypeBuilder<Guardianship> builder)
    {
        builder.HasKey(g => new { g.GuardianId, g.PupilId });
        builder.HasIndex(g => g.PupilId);
    }
}
