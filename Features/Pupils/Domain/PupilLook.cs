using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Pupils.Domain;

/// <summary>
/// Somebody found a child by Massar code from a school that has no file of the child: who, for which school and when. It is written down before
/// anything is shown, and the child's own school reads it (law 09-08: whom data was shown to can be told).
/// </summary>
public sealed class PupilLook : IInPlace
{
    public long Id { get; init; }

    public required long PupilId { get; init; }

    /// <summary>The school for which it was done; its chain of the audit has the line.</summary>
    public required int PlaceId { get; init; }

    public required long AccountId { get; init; }

    public required DateTime At { get; init; }
}

public sealed class PupilLookConfiguration : IEntityTypeConfiguration<PupilLook>
{
    public void Configure(EntityTypeBuilder<PupilLook> builder)
    {
        builder.ToTable("PupilLooks");
        builder.HasIndex(l => new { l.PupilId, l.At });
    }
}
