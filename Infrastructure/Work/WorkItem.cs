using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Infrastructure.Work;

/// <summary>Where a piece of background work stands.</summary>
public enum WorkState
{
    Waiting = 0,
    Running = 1,
    Done = 2,
    Failed = 3,
    Stopped = 4,
}

/// <summary>
/// Work to do after the transaction that asked for it: the outbox of everything that leaves the process,
/// and long jobs with progress. Taken with FOR UPDATE SKIP LOCKED, held by a lease with a fencing number.
/// </summary>
[NotAudited]
public sealed class WorkItem
{
    public long Id { get; init; }

    /// <summary>Name of the <see cref="IWork"/> that does it.</summary>
    public required string Kind { get; init; }

    /// <summary>One business event makes one item: a second one with the same key is not written.</summary>
    public required string Key { get; init; }

    /// <summary>What it needs, as JSON; ids rather than personal data.</summary>
    public required string Payload { get; init; }

    public WorkState State { get; set; }

    public required DateTime RunAfter { get; set; }

    public DateTime? LeaseUntil { get; set; }

    /// <summary>Raised at every lease and when a person stops it; a worker whose number is old may write nothing.</summary>
    public int Fence { get; set; }

    public int Attempts { get; set; }

    public string? LastError { get; set; }

    /// <summary>For jobs people watch.</summary>
    public int Total { get; set; }

    public int DoneCount { get; set; }

    public int FailedCount { get; set; }

    /// <summary>What came out, as JSON.</summary>
    public string? Result { get; set; }

    /// <summary>Who asked, when a person did.</summary>
    public long? AccountId { get; init; }

    public required DateTime CreatedAt { get; init; }

    public DateTime? EndedAt { get; set; }

    /// <summary>
    /// Ends it because a person said so. The fence is raised: a worker in the middle of it may write nothing more to it, so that a job
    /// which comes to its end before it looks is not marked done after all.
    /// </summary>
    public void Stop(DateTime at)
    {
        State = WorkState.Stopped;
        Fence++;
        LeaseUntil = null;
        EndedAt = at;
    }
}

public sealed class WorkItemConfiguration : IEntityTypeConfiguration<WorkItem>
{
    public void Configure(EntityTypeBuilder<WorkItem> builder)
    {
        builder.Property(w => w.Kind).IsCode(60);
        builder.Property(w => w.Key).IsCode(120);
        builder.HasIndex(w => w.Key).IsUnique();
        builder.Property(w => w.Payload).HasMaxLength(4000);
        builder.Property(w => w.LastError).HasMaxLength(500);
        builder.Property(w => w.Result).IsLongText();
        builder.HasIndex(w => new { w.State, w.RunAfter });
        builder.HasIndex(w => new { w.AccountId, w.CreatedAt });
    }
}

/// <summary>Does one kind of background work. Must give the same effect when run twice.</summary>
public interface IWork
{
    static abstract string Kind { get; }

    /// <summary>Takes minutes: one worker is kept free of such work, so that a code somebody waits for leaves at once.</summary>
    static virtual bool IsLong => false;

    Task Do(WorkItem item, WorkProgress progress, CancellationToken ct);
}

/// <summary>How a job tells how far it is; throws when the lease was lost.</summary>
public abstract class WorkProgress
{
    public abstract Task Report(int done, int failed, int total, CancellationToken ct);

    /// <summary>True when a person asked the job to stop.</summary>
    public abstract Task<bool> ShouldStop(CancellationToken ct);
}

/// <summary>Writes work beside the change that needs it, in the same transaction.</summary>
public sealed class WorkDesk(MassarDb db, TimeProvider clock)
{
    public WorkItem Queue<TWork>(string key, string payload, DateTime? runAfter = null, int total = 0) where TWork : IWork
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var item = new WorkItem
        {
            Kind = TWork.Kind,
            Key = key,
            Payload = payload,
            RunAfter = runAfter ?? now,
            CreatedAt = now,
            Total = total,
            AccountId = Security.Acting.Now?.AccountId,
        };
        db.Add(item);
        return item;
    }
}
