using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Jobs.ListJobs;

/// <param name="State">One state only.</param>
public sealed record Query(string? State, int Page) : IQuery<Watched>;

/// <summary>One page of work, the latest first.</summary>
/// <param name="Pages">One more than this page while there is more.</param>
public sealed record Watched(WorkState? State, int Page, int Pages, IReadOnlyList<StateCount> States, IReadOnlyList<WatchedJob> Jobs);

public sealed record StateCount(WorkState State, int Count);

/// <summary>A piece of work without what it is about: no key, no payload, no result.</summary>
/// <param name="Problem">Name of the fault of the last attempt.</param>
public sealed record WatchedJob(long Id, string Kind, WorkState State, DateTime AskedAt, DateTime RunAfter, int Attempts, int Done, int Failed, int Total, string? Problem);

public sealed class Handler(MassarDb db) : IQueryHandler<Query, Watched>
{
    private const int PageSize = 20;
    private static readonly WorkState[] Shown = [WorkState.Running, WorkState.Waiting, WorkState.Failed, WorkState.Stopped];

    public async Task<Outcome<Watched>> Handle(Query query, CancellationToken ct)
    {
        // What is done is kept and counts by the hundred thousand; what is not done is counted.
        var states = await db.WorkItems.Where(w => w.State != WorkState.Done).GroupBy(w => w.State).Select(g => new StateCount(g.Key, g.Count())).ToListAsync(ct);
        WorkState? wanted = Enum.TryParse<WorkState>(query.State, out var state) && Enum.IsDefined(state) ? state : null;
        var rows = wanted is { } only ? db.WorkItems.Where(w => w.State == only) : db.WorkItems;
        var page = Math.Clamp(query.Page, 1, 500);
        var jobs = await rows.OrderByDescending(w => w.Id).Skip((page - 1) * PageSize).Take(PageSize + 1)
            .Select(w => new WatchedJob(w.Id, w.Kind, w.State, w.CreatedAt, w.RunAfter, w.Attempts, w.DoneCount, w.FailedCount, w.Total, w.LastError)).ToListAsync(ct);
        return new Watched(wanted, page, jobs.Count > PageSize ? page + 1 : page, [.. Shown.Select(s => states.Find(c => c.State == s) ?? new StateCount(s, 0))], [.. jobs.Take(PageSize)]);
    }
}
