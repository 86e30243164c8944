using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Ratings.Domain;

/// <summary>Where the rating of one person for one year stands.</summary>
public enum RatingState
{
    /// <summary>Being written by the head; only he reads it.</summary>
    Draft = 0,

    /// <summary>With the directorate.</summary>
    Sent = 1,

    /// <summary>Back with the head, with words.</summary>
    Returned = 2,

    /// <summary>Counts, and its owner reads it.</summary>
    Fixed = 3,
}

/// <summary>
/// What one employee is given for one year on the five criteria (decree 2-05-1367). Proposed by the head of the school, fixed by the directorate;
/// once fixed, its total is the <see cref="Decisions.Domain.StaffRating"/> that advancement and promotion read.
/// </summary>
public sealed class RatingLine : IVersioned, IInPlace
{
    public const int WordsLength = 300;
    public const int ShortestWords = 5;

    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>Civil year.</summary>
    public required int Year { get; init; }

    /// <summary>Where the person works when rated.</summary>
    public required int PlaceId { get; set; }

    public required string PlacePath { get; set; }

    public RatingState State { get; private set; }

    /// <summary>Work done; null while nothing was entered. The most of each criterion is a setting (<see cref="RatingRules"/>).</summary>
    public decimal? Work { get; private set; }

    /// <summary>Output (المردودية).</summary>
    public decimal? Output { get; private set; }

    /// <summary>Ability to organise.</summary>
    public decimal? Organisation { get; private set; }

    /// <summary>Professional conduct.</summary>
    public decimal? Conduct { get; private set; }

    /// <summary>Research and innovation.</summary>
    public decimal? Innovation { get; private set; }

    /// <summary>Who gave the numbers as they are now.</summary>
    public long RatedByAccountId { get; private set; }

    public long? DecidedByAccountId { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    /// <summary>Why it was returned.</summary>
    public string? Words { get; private set; }

    public int Version { get; set; }

    /// <summary>The five numbers in the order of <see cref="RatingRules.Criteria"/>.</summary>
    public decimal?[] Points => [Work, Output, Organisation, Conduct, Innovation];

    public bool IsComplete => Points.All(p => p is not null);

    public decimal? Total => IsComplete ? Points.Sum() : null;

    /// <summary>For planted data: as the acts would have left it.</summary>
    internal void Plant(decimal?[] points, long by, long decidedBy, RatingState state, DateTime at)
    {
        (Work, Output, Organisation, Conduct, Innovation, RatedByAccountId, State) = (points[0], points[1], points[2], points[3], points[4], by, state);
        if (state is RatingState.Fixed or RatingState.Returned)
            (DecidedByAccountId, DecidedAt, Words) = (decidedBy, at, state == RatingState.Returned ? "المرجو تعليل نقطة الابتكار" : null);
    }

    /// <summary>Changes the numbers.</summary>
    /// <param name="points">In the order of <see cref="RatingRules.Criteria"/>, each within its most.</param>
    /// <param name="isOffice">A directorate changes what was sent to it and rates whom nobody has; a head, what is still his.</param>
    public Refusal? Enter(decimal?[] points, long by, bool isOffice)
    {
        if (isOffice ? Id != 0 && State != RatingState.Sent : State is not (RatingState.Draft or RatingState.Returned))
            return Refusal.Conflict("ratings.not-now").Next("ratings.not-now.next");
        (Work, Output, Organisation, Conduct, Innovation) = (points[0], points[1], points[2], points[3], points[4]);
        RatedByAccountId = by;
        return null;
    }

    /// <summary>The head hands it to the directorate.</summary>
    public Refusal? Send()
    {
        if (State is not (RatingState.Draft or RatingState.Returned) || !IsComplete)
            return Refusal.Conflict("ratings.not-now").Next("ratings.not-now.next");
        (State, Words) = (RatingState.Sent, null);
        return null;
    }

    /// <summary>The directorate fixes it: from now on it counts.</summary>
    /// <param name="hands">Of who fixes it: never the person who gave the numbers.</param>
    public Refusal? Fix(Hands hands, DateTime at)
    {
        if (State != RatingState.Sent || !IsComplete)
            return Refusal.Conflict("ratings.not-now").Next("ratings.not-now.next");
        if (hands.Did(RatedByAccountId))
            return Refusal.Conflict("ratings.own-numbers").Next("ratings.own-numbers.next").Recorded();
        (State, DecidedByAccountId, DecidedAt, Words) = (RatingState.Fixed, hands.Account, at, null);
        return null;
    }

    /// <summary>Back to the head with words; also one that was fixed and turned out wrong: it counts as it was until it is fixed anew.</summary>
    public Refusal? Return(string words, long by, DateTime at)
    {
        if (State is not (RatingState.Sent or RatingState.Fixed))
            return Refusal.Conflict("ratings.not-now").Next("ratings.not-now.next");
        (State, Words, DecidedByAccountId, DecidedAt) = (RatingState.Returned, words, by, at);
        return null;
    }
}

public sealed class RatingLineConfiguration : IEntityTypeConfiguration<RatingLine>
{
    public void Configure(EntityTypeBuilder<RatingLine> builder)
    {
        builder.Property(r => r.PlacePath).IsCode(64);
        builder.Property(r => r.Work).HasPrecision(4, 2);
        builder.Property(r => r.Output).HasPrecision(4, 2);
        builder.Property(r => r.Organisation).HasPrecision(4, 2);
        builder.Property(r => r.Conduct).HasPrecision(4, 2);
        builder.Property(r => r.Innovation).HasPrecision(4, 2);
        builder.Property(r => r.Words).HasMaxLength(RatingLine.WordsLength);
        builder.Ignore(r => r.Points);
        builder.Ignore(r => r.IsComplete);
        builder.Ignore(r => r.Total);
        builder.HasIndex(r => new { r.EmployeeId, r.Year }).IsUnique();
        builder.HasIndex(r => new { r.PlacePath, r.Year, r.State });
    }
}
