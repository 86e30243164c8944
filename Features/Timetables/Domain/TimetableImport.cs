using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Timetables.Domain;

/// <summary>A timetable file between being sent and being confirmed: what was read of it, and whom its names mean. Kept for two hours.</summary>
[NotAudited]
public sealed class TimetableImport
{
    public const int NameLength = 120;
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    public required Guid Id { get; init; }

    public required long AccountId { get; init; }

    public required int SchoolId { get; init; }

    public required string FileName { get; init; }

    /// <summary>JSON of a <see cref="FetWeek"/>.</summary>
    public required string Content { get; init; }

    /// <summary>JSON: kind and name as the file writes it → what the person chose.</summary>
    public string? Choices { get; set; }

    /// <summary>The day the new timetable begins.</summary>
    public required DateOnly From { get; set; }

    public required DateTime ExpiresAt { get; init; }
}

/// <summary>Files are large and reading them is work: a head who mends one tries a few times an hour, not all the time.</summary>
public sealed class ImportLimits(IConfiguration configuration) : AccountBudget(configuration.GetValue("Massar:Limits:TimetableImportsPerHour", 20));

public sealed class TimetableImportConfiguration : IEntityTypeConfiguration<TimetableImport>
{
    public void Configure(EntityTypeBuilder<TimetableImport> builder)
    {
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.FileName).HasMaxLength(TimetableImport.NameLength);
        builder.Property(i => i.Content).IsLongText();
        builder.Property(i => i.Choices).IsLongText();
        builder.HasIndex(i => i.ExpiresAt);
    }
}

/// <summary>Files that nobody confirmed go.</summary>
public sealed class SweepImports : ISweep
{
    public Task<int> Sweep(MassarDb db, DateTime now, int most, CancellationToken ct) => db.TimetableImports.Where(i => i.ExpiresAt < now).Take(most).ExecuteDeleteAsync(ct);
}
