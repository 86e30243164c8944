using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Attendance.Domain;

/// <summary>
/// A pupil whose unjustified half-days reached a threshold: somebody of the school writes, calls or meets the family, and notes
/// what came of it. One per pupil, year and threshold.
/// </summary>
public sealed class FollowUp : IVersioned, IInPlace, IOfSchool
{
    public const int OutcomeLength = 300;

    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required long PupilId { get; init; }

    public required int ClassId { get; init; }

    /// <summary>Unjustified half-days that opened it.</summary>
    public required int Threshold { get; init; }

    /// <summary>Who follows it: a supervisor of the school, else its head; null where the school has neither.</summary>
    public long? OwnerAccountId { get; init; }

    public required DateTime OpenedAt { get; init; }

    public DateTime? ClosedAt { get; set; }

    public long? ClosedByAccountId { get; set; }

    /// <summary>What was done and agreed.</summary>
    [Secret] public string? Outcome { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    public Refusal? Close(string outcome, long account, DateTime now)
    {
        if (ClosedAt is not null)
            return Refusal.Conflict("attendance.follow-up.closed-already").Next("attendance.justification.decided.next");
        (ClosedAt, ClosedByAccountId, Outcome) = (now, account, outcome);
        return null;
    }

    /// <summary>The thresholds a count has reached and that were not opened before.</summary>
    public static IEnumerable<int> Reached(int count, IReadOnlyList<int> thresholds, IReadOnlyCollection<int> opened) =>
        thresholds.Where(t => t <= count && !opened.Contains(t));
}

public sealed class FollowUpConfiguration : IEntityTypeConfiguration<FollowUp>
{
    public void Configure(EntityTypeBuilder<FollowUp> builder)
    {
        builder.ToTable("AbsenceFollowUps");
        builder.Property(f => f.Outcome).HasMaxLength(FollowUp.OutcomeLength);
        builder.HasIndex(f => new { f.PupilId, f.SchoolYearId, f.Threshold }).IsUnique();
        builder.HasIndex(f => new { f.SchoolId, f.ClosedAt });
    }
}
