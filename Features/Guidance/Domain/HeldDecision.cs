using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Guidance.Domain;

/// <summary>
/// What the commission decided on a request before its hour of publication. The request itself stays as it was, so that no page, list, count or
/// version of it tells anybody; at the hour the decision is carried out and this row goes.
/// </summary>
public sealed class HeldDecision : IVersioned, IInPlace
{
    public required long RequestId { get; init; }

    public required int WindowId { get; init; }

    /// <summary>The directorate.</summary>
    public required int PlaceId { get; init; }

    /// <summary>Accepted, Waiting or Refused.</summary>
    public required ReorientationState State { get; set; }

    /// <summary>Of a refusal.</summary>
    public string? Code { get; set; }

    public string? Reason { get; set; }

    public required long DecidedByAccountId { get; set; }

    public required DateTime DecidedAt { get; set; }

    /// <summary>Text key of why it could not be carried out at the hour; the commission decides anew.</summary>
    public string? Failed { get; set; }

    public int Version { get; set; }

    /// <summary>A seat is kept for it.</summary>
    public bool HasSeat => State == ReorientationState.Accepted && Failed is null;
}

public sealed class HeldDecisionConfiguration : IEntityTypeConfiguration<HeldDecision>
{
    public void Configure(EntityTypeBuilder<HeldDecision> builder)
    {
        builder.ToTable("ReorientationHeldDecisions");
        builder.HasKey(h => h.RequestId);
        builder.Property(h => h.RequestId).ValueGeneratedNever();
        builder.Property(h => h.Code).IsCode(20);
        builder.Property(h => h.Reason).HasMaxLength(Reorientation.ReasonLength);
        builder.Property(h => h.Failed).IsCode(80);
        builder.HasIndex(h => h.WindowId);
    }
}
