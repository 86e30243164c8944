using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Timetables.Domain;

/// <summary>Where a proposal stands.</summary>
public enum ProposalState
{
    /// <summary>The program is at it.</summary>
    Waiting = 0,

    /// <summary>There is a week to look at.</summary>
    Ready = 1,

    Accepted = 2,
    Discarded = 3,
}

/// <summary>A week the program proposes for a school from what is due; it becomes the timetable when the head accepts it.</summary>
public sealed class TimetableProposal : IVersioned, IInPlace, IOfSchool
{
    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    /// <summary>Same plan and seed, same week.</summary>
    public required int Seed { get; init; }

    /// <summary>The day the new timetable begins.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Lessons that stand stay; only what is missing is placed.</summary>
    public required bool KeepsLessons { get; init; }

    /// <summary>Subjects taught two hours in a row, separated by spaces.</summary>
    public required string Doubles { get; init; }

    public ProposalState State { get; set; }

    /// <summary>JSON of a <see cref="ProposedWeek"/> when ready.</summary>
    public string? Week { get; set; }

    public long? JobId { get; set; }

    public required long AccountId { get; init; }

    public required DateTime AskedAt { get; init; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class TimetableProposalConfiguration : IEntityTypeConfiguration<TimetableProposal>
{
    public void Configure(EntityTypeBuilder<TimetableProposal> builder)
    {
        builder.Property(p => p.Doubles).IsCode(400);
        builder.Property(p => p.Week).IsLongText();
        builder.HasIndex(p => new { p.SchoolId, p.AskedAt });
    }
}

/// <summary>What a proposal places, and what it could not.</summary>
public sealed record ProposedWeek(IReadOnlyList<ProposedLesson> Lessons, IReadOnlyList<UnplacedLesson> Unplaced);

public sealed record ProposedLesson(int AssignmentId, DayOfWeek Weekday, string FirstHour, int Hours, int? RoomId);

public sealed record UnplacedLesson(int AssignmentId, int Hours, UnplacedReason Reason);
