using System.Text.Json;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Jobs.ShowJob;

public sealed record Query(long Id) : IQuery<Job>;

public sealed record Command(long Id) : ICommand;

/// <param name="Address">Where the result is, once there is one.</param>
/// <param name="Problems">What failed, in words of the job's own.</param>
public sealed record Job(long Id, string Kind, WorkState State, int Done, int Failed, int Total, DateTime AskedAt, string? Address, IReadOnlyList<string> Problems);

/// <summary>What a job leaves behind: <see cref="WorkItem.Result"/> as JSON.</summary>
public sealed record JobResult(string? Address, IReadOnlyList<string>? Problems);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Job>, ICommandHandler<Command>
{
    public async Task<Outcome<Job>> Handle(Query query, CancellationToken ct)
    {
        var item = await db.WorkItems.AsNoTracking().SingleOrDefaultAsync(w => w.Id == query.Id && w.AccountId == user.AccountId, ct);
        if (item is null)
            return Refusal.NotFound;
        var result = item.Result is null ? null : JsonSerializer.Deserialize<JobResult>(item.Result, JsonSerializerOptions.Web);
        return new Job(item.Id, item.Kind, item.State, item.DoneCount, item.FailedCount, item.Total, item.CreatedAt, result?.Address, result?.Problems ?? []);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var item = await db.WorkItems.Where(w => w.Id == command.Id && w.AccountId == user.AccountId).ForUpdate().SingleOrDefaultAsync(ct);
        if (item is null)
            return Refusal.NotFound;
        if (item.State is not (WorkState.Waiting or WorkState.Running))
            return Refusal.Conflict("jobs.over");
        item.Stop(clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }
}
