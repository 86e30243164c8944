using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ShowRunFile;

/// <param name="Run">Number of the run in its campaign.</param>
public sealed record Query(int Campaign, int Run, RunFileKind Kind) : IQuery<RunFile>;

public sealed record RunFile(byte[] Bytes, int Participants);

public sealed class Handler(MassarDb db, CurrentUser user, RunDesk desk, TimeProvider clock) : IQueryHandler<Query, RunFile>
{
    public async Task<Outcome<RunFile>> Handle(Query request, CancellationToken cancellationToken)
    {
        var mine = db.MovementRequests.TakingPart(db, user);
        var runs = request.Kind == RunFileKind.Result ? db.AssignmentRuns.Published() : db.AssignmentRuns.Where(r => r.State != RunState.Asked);
        var found = await (
            from campaign in db.Campaigns.RunBy(user)
            join run in runs on campaign.Id equals run.CampaignId
            where campaign.Id == request.Campaign && run.Number == request.Run
            select new { run.Id, run.Participants, IsPublished = db.AssignmentRuns.Published().Any(r => r.Id == run.Id), TakesPart = mine.Any(r => r.CampaignId == campaign.Id) }).SingleOrDefaultAsync(cancellationToken);
        if (found is { IsPublished: false, TakesPart: true })
            return AssignmentRun.OwnMovement;
        if (found is { IsPublished: false } && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        return found is null || await desk.File(found.Id, request.Kind, cancellationToken) is not { } bytes ? Refusal.NotFound : new RunFile(bytes, found.Participants);
    }
}
