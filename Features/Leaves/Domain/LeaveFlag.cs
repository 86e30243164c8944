using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Leaves.Domain;

/// <summary>Where a request for an explanation stands.</summary>
public enum FlagState
{
    /// <summary>The employee has a number of days to answer.</summary>
    Open = 0,

    Answered = 1,

    /// <summary>The directorate is content: nothing follows.</summary>
    Closed = 2,

    /// <summary>The directorate opens a file by the procedure outside: the flag itself decides nothing.</summary>
    Referred = 3,
}

/// <summary>
/// Repeated short leaves of one employee: a question to the person, never a punishment. Nothing follows before the person has answered
/// or the days given for it are over (right of reply, statute of 1958, article 66 and after).
/// </summary>
public sealed class LeaveFlag : IVersioned, IInPlace
{
    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>The leave with which the threshold was reached.</summary>
    public required long LeaveId { get; init; }

    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    /// <summary>Short leaves in the window.</summary>
    public required int Count { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    public required DateTime OpenedAt { get; init; }

    /// <summary>Last day for the answer.</summary>
    public required DateOnly ReplyDueOn { get; init; }

    public FlagState State { get; private set; }

    /// <summary>The person's own words, which may tell of an illness.</summary>
    [Secret] public string? Reply { get; private set; }

    public DateTime? RepliedAt { get; private set; }

    /// <summary>What the directorate concluded, read by the person.</summary>
    public string? Conclusion { get; private set; }

    public long? ConcludedByAccountId { get; private set; }

    public DateTime? ConcludedAt { get; private set; }

    public int Version { get; set; }

    /// <summary>The directorate may conclude: the answer is there, or its days are over.</summary>
    public bool IsRipe(DateOnly today) => State == FlagState.Answered || (State == FlagState.Open && ReplyDueOn < today);

    /// <summary>A late answer is taken too, until the directorate has concluded.</summary>
    public Refusal? Answer(string reply, DateTime now)
    {
        if (State != FlagState.Open)
            return Leave.Changed;
        (State, Reply, RepliedAt) = (FlagState.Answered, reply, now);
        return null;
    }

    public Refusal? Conclude(bool refer, string conclusion, long account, DateOnly today, DateTime now)
    {
        if (State is FlagState.Closed or FlagState.Referred)
            return Leave.Changed;
        if (!IsRipe(today))
            return Refusal.Conflict("leaves.flag.not-yet", Massar.Infrastructure.Text.Formats.ShortDate(ReplyDueOn)).Next("leaves.flag.not-yet.next");
        (State, Conclusion, ConcludedByAccountId, ConcludedAt) = (refer ? FlagState.Referred : FlagState.Closed, conclusion, account, now);
        return null;
    }
}

public sealed class LeaveFlagConfiguration : IEntityTypeConfiguration<LeaveFlag>
{
    public void Configure(EntityTypeBuilder<LeaveFlag> builder)
    {
        builder.Property(f => f.PlacePath).IsCode(64);
        builder.Property(f => f.Reply).HasMaxLength(Leave.ReasonLength);
        builder.Property(f => f.Conclusion).HasMaxLength(Leave.ReasonLength);
        builder.HasIndex(f => f.LeaveId).IsUnique();
        builder.HasIndex(f => new { f.EmployeeId, f.OpenedAt });
        builder.HasIndex(f => new { f.PlacePath, f.State });
    }
}
