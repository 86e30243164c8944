using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security.Passwords;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Claims.Domain;

/// <summary>
/// A code printed at a school and handed to who stands for a child: it adds the child to one guardian's list, once, until its day. The code
/// itself stands on the paper alone; of a child only the codes printed last count.
/// </summary>
public sealed class ChildSlip : IInPlace
{
    public long Id { get; init; }

    public required long PupilId { get; init; }

    /// <summary>The school that printed it.</summary>
    public required int PlaceId { get; init; }

    [Secret] public required string Hash { get; init; }

    public required DateTime IssuedAt { get; init; }

    public required DateTime ExpiresAt { get; init; }

    public required long IssuedByAccountId { get; init; }

    public DateTime? UsedAt { get; set; }

    public long? UsedByAccountId { get; set; }

    /// <summary>When later codes took its place.</summary>
    public DateTime? VoidedAt { get; set; }
}

public sealed class ChildSlipConfiguration : IEntityTypeConfiguration<ChildSlip>
{
    public void Configure(EntityTypeBuilder<ChildSlip> builder)
    {
        builder.Property(s => s.Hash).IsCode(RecoveryCode.HashLength);
        builder.HasIndex(s => new { s.PupilId, s.Hash }).IsUnique();
        builder.HasIndex(s => new { s.PlaceId, s.IssuedAt });
    }
}
