using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Enrollments.Domain;

/// <summary>
/// Where guidance sends a pupil in a year, provided that he passes: the passage into that year follows it instead of asking which of
/// several streams is meant. A decision to repeat comes before it, and a head's word on one pupil too.
/// </summary>
public sealed class GuidedPlace : IVersioned, IInPlace
{
    public required long PupilId { get; init; }

    /// <summary>The year the pupil enters.</summary>
    public required int SchoolYearId { get; init; }

    public required int SchoolId { get; set; }

    public required string LevelCode { get; set; }

    public required string StreamCode { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class GuidedPlaceConfiguration : IEntityTypeConfiguration<GuidedPlace>
{
    public void Configure(EntityTypeBuilder<GuidedPlace> builder)
    {
        builder.ToTable("GuidedPlaces");
        builder.HasKey(g => new { g.PupilId, g.SchoolYearId });
        builder.Property(g => g.LevelCode).IsCode(10);
        builder.Property(g => g.StreamCode).IsCode(20);
    }
}
