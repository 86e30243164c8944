using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.StaffMerges.Domain;

/// <summary>Where the merging of two files of the staff stands.</summary>
public enum StaffMergeState : byte
{
    /// <summary>A second person of the office has to confirm.</summary>
    Proposed = 0,

    /// <summary>In force: one file, which has what the other had.</summary>
    Done = 1,

    Refused = 2,

    /// <summary>Taken back by who proposed it.</summary>
    Withdrawn = 3,

    /// <summary>Two files again, as before.</summary>
    Undone = 4,
}

/// <summary>Rows that went from one file to the other, so that they can go back.</summary>
/// <param name="Table">Of the database.</param>
/// <param name="Column">That held the number of the file.</param>
/// <param name="Keys">Of the rows.</param>
public sealed record MovedRows(string Table, string Column, IReadOnlyList<string> Keys);

/// <summary>How the two files and the accounts stood before.</summary>
/// <param name="LinkedAccounts">The vanished file's accounts that now open the kept one.</param>
/// <param name="ClosedAccounts">The vanished file's accounts that were closed, because the kept one has its own.</param>
public sealed record MergedBefore(string KeptGrade, int KeptPlace, int OtherPlace, IReadOnlyList<long> LinkedAccounts, IReadOnlyList<long> ClosedAccounts);

/// <summary>
/// Two files of one employee. What can be told apart by its number goes to the file that stays, and the journal says from where; what is sealed
/// with the number of its file, or tells how it was on a day, stays behind. The vanished file is below no place, so that nobody finds it, and
/// comes back whole when the merge is undone.
/// </summary>
public sealed class StaffMerge : IVersioned, IInPlace
{
    public const int ReasonLength = 500;

    public long Id { get; init; }

    public required long KeptEmployeeId { get; init; }

    public required long OtherEmployeeId { get; init; }

    /// <summary>The file that vanishes, while this is proposed or done: a file goes into one other at most.</summary>
    public long? LiveKey { get; private set; }

    /// <summary>The office that proposes and confirms.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required string Reason { get; init; }

    public required long ProposedByAccountId { get; init; }

    /// <summary>Behind the account, so that nobody confirms a proposal of their own from a second account.</summary>
    public long? ProposedByEmployeeId { get; init; }

    public required DateTime ProposedAt { get; init; }

    public StaffMergeState State { get; private set; }

    public long? DecidedByAccountId { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    public string? DecidedReason { get; private set; }

    public long? UndoneByAccountId { get; private set; }

    public DateTime? UndoneAt { get; private set; }

    public string? UndoneReason { get; private set; }

    /// <summary>JSON of <see cref="MovedRows"/>.</summary>
    public string Moved { get; private set; } = "[]";

    /// <summary>JSON of <see cref="MergedBefore"/>; null until it is done.</summary>
    public string? Before { get; private set; }

    public int Version { get; set; }

    public static Refusal Settled => Refusal.Conflict("staff-merges.settled").Next("staff-merges.settled.next");

    public StaffMerge Begin()
    {
        LiveKey = OtherEmployeeId;
        return this;
    }

    public void Do(IReadOnlyList<MovedRows> moved, MergedBefore before, long account, DateTime at, string? reason)
    {
        (Moved, Before) = (JsonSerializer.Serialize(moved), JsonSerializer.Serialize(before));
        (State, DecidedByAccountId, DecidedAt, DecidedReason) = (StaffMergeState.Done, account, at, reason);
    }

    /// <summary>Refused by the second person, or withdrawn by the first.</summary>
    public void End(StaffMergeState state, long account, DateTime at, string? reason) =>
        (State, LiveKey, DecidedByAccountId, DecidedAt, DecidedReason) = (state, null, account, at, reason);

    /// <summary>Two files again; gives what has to be put back.</summary>
    public (IReadOnlyList<MovedRows> Moved, MergedBefore Before) Undo(long account, DateTime at, string reason)
    {
        (State, LiveKey, UndoneByAccountId, UndoneAt, UndoneReason) = (StaffMergeState.Undone, null, account, at, reason);
        return (JsonSerializer.Deserialize<List<MovedRows>>(Moved)!, JsonSerializer.Deserialize<MergedBefore>(Before!)!);
    }
}

public sealed class StaffMergeConfiguration : IEntityTypeConfiguration<StaffMerge>
{
    public void Configure(EntityTypeBuilder<StaffMerge> builder)
    {
        builder.ToTable("StaffMerges");
        builder.Property(m => m.PlacePath).IsCode(64);
        builder.Property(m => m.Reason).HasMaxLength(StaffMerge.ReasonLength);
        builder.Property(m => m.DecidedReason).HasMaxLength(StaffMerge.ReasonLength);
        builder.Property(m => m.UndoneReason).HasMaxLength(StaffMerge.ReasonLength);
        builder.Property(m => m.Moved).IsLongText();
        builder.Property(m => m.Before).HasMaxLength(1000);
        builder.HasIndex(m => m.LiveKey).IsUnique();
        builder.HasIndex(m => new { m.PlaceId, m.State, m.ProposedAt });
        builder.HasIndex(m => m.KeptEmployeeId);
        builder.HasIndex(m => m.OtherEmployeeId);
    }
}
