using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.ReportCards.Domain;

/// <summary>A filled council report between its preview and its confirmation. The file is kept one hour and deleted when it is used.</summary>
[NotAudited]
public sealed class CouncilUpload
{
    public const int NameLength = 120;
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public required Guid Id { get; init; }

    public required long AccountId { get; init; }

    public required int ClassId { get; init; }

    public required int Semester { get; init; }

    public required string FileName { get; init; }

    public required byte[] Content { get; init; }

    public required DateTime ExpiresAt { get; init; }
}

public sealed class CouncilUploadConfiguration : IEntityTypeConfiguration<CouncilUpload>
{
    public void Configure(EntityTypeBuilder<CouncilUpload> builder)
    {
        builder.Property(u => u.Id).ValueGeneratedNever();
        builder.Property(u => u.FileName).HasMaxLength(CouncilUpload.NameLength);
        builder.HasIndex(u => u.ExpiresAt);
    }
}
