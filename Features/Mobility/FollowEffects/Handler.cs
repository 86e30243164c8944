using System.Globalization;
using Massar.Features.Decisions.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.FollowEffects;

/// <param name="IsWhole">All exceptions, for a file.</param>
public sealed record Query(int Campaign, int Page, bool IsWhole) : IQuery<Effects>;

/// <summary>What a published run has brought about so far, in the territory of the reader.</summary>
/// <param name="Moved">Who got a post, in the whole movement.</param>
/// <param name="Job">The work that drafts, while it is under way.</param>
/// <param name="Failed">One page of those for whom no decision could be drafted.</param>
/// <param name="MayAsk">The reader runs the movement, takes no part in it, and there is something to try again.</param>
public sealed record Effects(
    CampaignHead Campaign, int Run, DateTime PublishedAt, int Moved, IReadOnlyList<OfficeLine> Offices, Progress? Job, IReadOnlyList<Exception> Exceptions, int Failed, int Page, bool MayAsk) : IShowsPersons
{
    public int Pages => Math.Max(1, (Failed + Handler.PageSize - 1) / Handler.PageSize);

    public int Decisions => Offices.Sum(o => o.Lines);

    int IShowsPersons.PersonsShown => Exceptions.Count;
}

/// <summary>The decisions of one directorate.</summary>
/// <param name="WithUs">With the manager, to be sent.</param>
/// <param name="Signed">Signed, opened by the person or not.</param>
/// <param name="Installed">Who took up service at the new place.</param>
/// <param name="Batch">The list, for whose office it is.</param>
public sealed record OfficeLine(int PlaceId, string NameAr, string NameFr, int Lines, int WithUs, int Signed, int Installed, long? Batch);

public sealed record Progress(int Done, int Total);

/// <summary>Somebody to look at.</summary>
/// <param name="Code">Why.</param>
public sealed record Exception(long EmployeeId, string Ppr, string NameAr, string NameLatin, string FromAr, string FromFr, string ToAr, string ToFr, string Code);

/// <summary>Drafts what is missing, and looks again at the exceptions.</summary>
public sealed record Command(int Campaign) : ICommand;

public sealed class Handler(MassarDb db, CurrentUser user, WorkDesk work) : IQueryHandler<Query, Effects>, ICommandHandler<Command>
{
    public const int PageSize = 20;

    public async Task<Outcome<Effects>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (path, mine) = (user.PlacePath, db.MovementRequests.TakingPart(db, user));
        var found = await (
            from campaign in db.Campaigns.Covering(user)
            where campaign.Id == request.Campaign
            join run in db.AssignmentRuns.Published() on campaign.Id equals run.CampaignId
            select new
            {
                Campaign = campaign,
                run.Id,
                run.Number,
                run.PublishAt,
                run.Moved,
                Failed = db.RunExceptions.Count(e => e.RunId == run.Id && e.PlacePath.StartsWith(path)),
                Left = db.RunOutcomes.Count(o => o.RunId == run.Id && o.Wish > 0 && !db.Decisions.Any(d => d.RunId == run.Id && d.EmployeeId == o.EmployeeId)),
                TakesPart = mine.Any(r => r.CampaignId == campaign.Id),
            }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return Refusal.NotFound;

        var (id, attempts) = (found.Id, MoveDesk.WorkKeys(found.Id));
        var job = await db.WorkItems.Where(w => w.Key.StartsWith(attempts) && (w.State == WorkState.Waiting || w.State == WorkState.Running)).Select(w => new Progress(w.DoneCount, w.Total)).FirstOrDefaultAsync(cancellationToken);
        var counted = await (
            from d in db.Decisions
            where d.RunId == id && d.PlacePath.StartsWith(path)
            join p in db.Places on d.PlaceId equals p.Id
            group d by new { p.Id, p.NameAr, p.NameFr, d.State } into g
            select new { g.Key.Id, g.Key.NameAr, g.Key.NameFr, g.Key.State, Count = g.Count(), Batch = g.Max(d => d.BatchId) }).ToListAsync(cancellationToken);
        var installed = await (
            from i in db.Installations
            join d in db.Decisions on i.DecisionId equals d.Id
            where d.RunId == id && d.PlacePath.StartsWith(path) && i.State == Installations.Domain.InstallationState.Installed
            group d by d.PlaceId into g
            select new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var offices = counted.GroupBy(c => (c.Id, c.NameAr, c.NameFr)).Select(g => new OfficeLine(
            g.Key.Id, g.Key.NameAr, g.Key.NameFr, g.Sum(c => c.Count), g.Where(c => c.State is DecisionState.Draft or DecisionState.Returned).Sum(c => c.Count), g.Where(c => c.State is DecisionState.Signed or DecisionState.Notified).Sum(c => c.Count), installed.GetValueOrDefault(g.Key.Id),
            user.Has(Massar.Features.Decisions.Permissions.Prepare) ? g.Max(c => c.Batch) : null)).OrderBy(o => o.PlaceId).ToList();

        var page = request.IsWhole ? 1 : Math.Clamp(request.Page, 1, Math.Max(1, (found.Failed + PageSize - 1) / PageSize));
        var exceptions = await (
            from e in db.RunExceptions
            where e.RunId == id && e.PlacePath.StartsWith(path)
            join outcome in db.RunOutcomes on new { e.RunId, e.EmployeeId } equals new { outcome.RunId, outcome.EmployeeId }
            join employee in db.Employees on e.EmployeeId equals employee.Id
            join before in db.Places on outcome.FromPlaceId equals before.Id
            join after in db.Places on outcome.ToPlaceId equals after.Id
            orderby e.PlacePath, e.EmployeeId
            select new Exception(
                e.EmployeeId, employee.Ppr, employee.LastNameAr + " " + employee.FirstNameAr, employee.LastNameLatin + " " + employee.FirstNameLatin, before.NameAr, before.NameFr, after.NameAr, after.NameFr, e.Code))
            .AsNoTracking().Skip((page - 1) * PageSize).Take(request.IsWhole ? ListMoves.Handler.MostRows : PageSize).ToListAsync(cancellationToken);
        var runs = user.Has(Permissions.Run) && found.Campaign.PlacePath.StartsWith(path, StringComparison.Ordinal);
        return new Effects(
            CampaignHead.Of(found.Campaign), found.Number, found.PublishAt!.Value, found.Moved, offices, job, exceptions, found.Failed, page,
            runs && !found.TakesPart && job is null && (found.Failed > 0 || found.Left > 0));
    }

    public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.RunBy(user).Where(c => c.Id == request.Campaign).ForUpdate().SingleOrDefaultAsync(cancellationToken);
        var run = campaign is null ? null : await db.AssignmentRuns.Published().Where(r => r.CampaignId == campaign.Id).SingleOrDefaultAsync(cancellationToken);
        if (run is null)
            return Refusal.NotFound;
        if (await db.MovementRequests.TakingPart(db, user).AnyAsync(r => r.CampaignId == request.Campaign, cancellationToken))
            return AssignmentRun.OwnMovement;
        var (id, keys) = (run.Id, MoveDesk.WorkKeys(run.Id));
        var attempts = await db.WorkItems.Where(w => w.Key.StartsWith(keys)).Select(w => w.State).ToListAsync(cancellationToken);
        if (attempts.Exists(s => s is WorkState.Waiting or WorkState.Running))
            return Refusal.Conflict("mobility.effects.running").Next("mobility.run.running.next");

        await db.RunExceptions.Where(e => e.RunId == id).ExecuteDeleteAsync(cancellationToken);
        work.Queue<PrepareMoves>(MoveDesk.WorkKey(id, attempts.Count + 1), id.ToString(CultureInfo.InvariantCulture), total: run.Moved);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }
}
