using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Pupils.Domain;

/// <summary>Where a report of a wrong datum stands. The numbers are stored.</summary>
public enum ReportState
{
    /// <summary>The school looks at the paper; meanwhile the page says "correction in progress".</summary>
    Open = 1,

    Corrected = 2,
    Refused = 3,
}

/// <summary>
/// A pupil or a guardian says that one thing in the file is wrong, and shows the paper (acceptance check AC-MOU-2). The head of the school where
/// the child is corrects the file by that paper, or says why not. Nothing changes by the report itself.
/// </summary>
public sealed class DatumReport : IVersioned, IInPlace, IOfSchool
{
    public const int WhyLength = 300;

    public long Id { get; init; }

    public required long PupilId { get; init; }

    public required int SchoolId { get; set; }

    /// <summary>A box of <see cref="PupilIdentity"/>; its label is the text <c>pupils.field.…</c>.</summary>
    public required string Field { get; init; }

    /// <summary>What the file said.</summary>
    public string? Said { get; init; }

    /// <summary>What it should say.</summary>
    public required string Wanted { get; init; }

    /// <summary>The paper that was shown.</summary>
    public required long FileId { get; init; }

    public required long AccountId { get; init; }

    public required DateTime ReportedAt { get; init; }

    public ReportState State { get; private set; } = ReportState.Open;

    /// <summary>When the school settled it, UTC.</summary>
    public DateTime? SettledAt { get; private set; }

    /// <summary>Why the file stays as it is; the family reads it.</summary>
    public string? Why { get; private set; }

    /// <summary>Pupil and box, as long as it is open: one report at a time; null afterwards.</summary>
    public string? LiveKey { get; private set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    public DatumReport Begin()
    {
        LiveKey = KeyOf(PupilId, Field);
        return this;
    }

    /// <param name="why">Of a refusal; null where the file was corrected.</param>
    public Refusal? Settle(string? why, DateTime now)
    {
        if (State != ReportState.Open)
            return Refusal.Conflict("pupils.report.settled").Next("pupils.report.settled.next");
        (State, SettledAt, Why, LiveKey) = (why is null ? ReportState.Corrected : ReportState.Refused, now, why, null);
        return null;
    }

    public static string KeyOf(long pupil, string field) => $"{pupil}/{field}";
}

public sealed class DatumReportConfiguration : IEntityTypeConfiguration<DatumReport>
{
    public void Configure(EntityTypeBuilder<DatumReport> builder)
    {
        builder.Property(r => r.Field).IsCode(30);
        builder.Property(r => r.Why).HasMaxLength(DatumReport.WhyLength);
        builder.Property(r => r.LiveKey).IsCode(60);
        builder.HasIndex(r => r.LiveKey).IsUnique();
        builder.HasIndex(r => new { r.SchoolId, r.State });
        builder.HasIndex(r => new { r.PupilId, r.Id });
        builder.HasIndex(r => new { r.AccountId, r.ReportedAt });
    }
}
