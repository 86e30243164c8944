using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Mobility.Domain;

/// <summary>
/// A post of a published run whose remaining seats a later phase took over when it was announced. Its key is the post: whatever is announced beside one another,
/// no post is taken over twice.
/// </summary>
[NotAudited]
public sealed class CarriedPost
{
    public required long RunId { get; init; }

    public required int PlaceId { get; init; }

    public required string GroupCode { get; init; }

    /// <summary>The phase that has the seats now.</summary>
    public required int CampaignId { get; init; }

    public required int Seats { get; init; }
}

public sealed class CarriedPostConfiguration : IEntityTypeConfiguration<CarriedPost>
{
    public void Configure(EntityTypeBuilder<CarriedPost> builder)
    {
        builder.ToTable("MobilityCarriedPosts");
        builder.HasKey(p => new { p.RunId, p.PlaceId, p.GroupCode });
        builder.Property(p => p.GroupCode).IsCode(PostGroup.Length);
        builder.HasOne<AssignmentRun>().WithMany().HasForeignKey(p => p.RunId);
        builder.HasOne<Campaign>().WithMany().HasForeignKey(p => p.CampaignId);
    }
}
