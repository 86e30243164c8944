using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Reference.Domain;

/// <summary>
/// What a school receives from families under one heading, in a school year and a cycle. No current official text gives the amounts
/// (domain 06 §6.3): each stands here with its mark and is set right in the reference screens.
/// </summary>
public sealed class ContributionHeading : IVersioned
{
    public const int CodeLength = 20;

    public int Id { get; init; }

    public required int SchoolYearId { get; init; }

    public required string Code { get; init; }

    /// <summary>PRI, COL, QUA.</summary>
    public required string CycleCode { get; init; }

    public required int Order { get; init; }

    public required string NameAr { get; set; }

    public required string NameFr { get; set; }

    /// <summary>Dirhams a pupil pays in the year; 0 or null: nothing is received under this heading.</summary>
    public decimal? Amount { get; set; }

    /// <summary>Paid by who wants to, and never owed: the parents' association.</summary>
    public required bool IsOptional { get; set; }

    /// <summary>The account the money is transferred to.</summary>
    public required string BeneficiaryAr { get; set; }

    public required string BeneficiaryFr { get; set; }

    public required string Confidence { get; set; }

    public int Version { get; set; }
}

public sealed class ContributionHeadingConfiguration : IEntityTypeConfiguration<ContributionHeading>
{
    public void Configure(EntityTypeBuilder<ContributionHeading> builder)
    {
        builder.Property(h => h.Code).IsCode(ContributionHeading.CodeLength);
        builder.Property(h => h.CycleCode).IsCode(10);
        builder.HasIndex(h => new { h.SchoolYearId, h.CycleCode, h.Code }).IsUnique();
    }
}
