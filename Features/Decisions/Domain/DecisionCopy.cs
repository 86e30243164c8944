using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Decisions.Domain;

/// <summary>A signed decision was handed over at the counter to the person it is about: what, by whom, when. Only ever added.</summary>
public sealed class DecisionCopy : IInPlace, IAboutEmployee
{
    public const int ReceiptLength = 60;

    public long Id { get; init; }

    public required long DecisionId { get; init; }

    /// <summary>Repeated from the decision: whom it was handed to.</summary>
    public required long EmployeeId { get; init; }

    /// <summary>The office whose counter it was.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required long AccountId { get; init; }

    public required DateTime At { get; init; }

    /// <summary>It was the first: the delivery of the decision is recorded by it.</summary>
    public required bool IsDelivery { get; init; }

    /// <summary>Number of the signed receipt.</summary>
    public string? Receipt { get; init; }
}

public sealed class DecisionCopyConfiguration : IEntityTypeConfiguration<DecisionCopy>
{
    public void Configure(EntityTypeBuilder<DecisionCopy> builder)
    {
        builder.Property(c => c.PlacePath).IsCode(64);
        builder.Property(c => c.Receipt).HasMaxLength(DecisionCopy.ReceiptLength);
        builder.HasOne<Decision>().WithMany().HasForeignKey(c => c.DecisionId);
        builder.HasIndex(c => new { c.PlacePath, c.At });
        builder.HasIndex(c => c.EmployeeId);
    }
}
