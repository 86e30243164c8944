using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ShowRun;

public sealed record Query(int Campaign) : IQuery<Desk>;

/// <summary>The assignment of one campaign.</summary>
/// <param name="Validated">Requests that take part.</param>
/// <param name="Waiting">Requests that were sent and wait for an office or for their author; they do not take part.</param>
/// <param name="Pending">Contested data and claimed priorities that nobody decided; the file counts as it is.</param>
/// <param name="IsClosed">The window of requests is over.</param>
/// <param name="Runs">The newest first.</param>
/// <param name="Job">The background work of the newest run, while it is under way.</param>
/// <param name="TakesPart">The reader has a wish in the movement, and neither runs nor publishes it.</param>
public sealed record Desk(CampaignHead Campaign, int Validated, int Waiting, int Pending, int Seats, bool IsClosed, IReadOnlyList<RunLine> Runs, Progress? Job, bool TakesPart)
{
    public bool IsPublished => Runs.Any(r => r.IsPublished);
}

public sealed record Progress(long Id, WorkState State, int Done, int Total);

/// <summary>A run with its statistics.</summary>
/// <param name="IsMine">The reader asked for it: somebody else publishes it.</param>
/// <param name="ByRank">How many got their first, second, third… wish.</param>
public sealed record RunLine(
    long Id, int Number, DateTime AskedAt, string? ByAr, string? ByLatin, string? Reason, RunState State, int Participants, int VacantSeats, int Moved, IReadOnlyList<int> ByRank, int Findings,
    string? InputsHash, string? ResultHash, string? Engine, DateTime? PublishAt, bool IsPublished, DateTime? AnnouncedAt, bool IsMine);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Desk>
{
    public async Task<Outcome<Desk>> Handle(Query request, CancellationToken cancellationToken)
    {
        var (me, mine) = (user.EmployeeId, db.MovementRequests.TakingPart(db, user));
        var found = await db.Campaigns.AsNoTracking().RunBy(user).Where(c => c.Id == request.Campaign).Select(c => new
        {
            Campaign = c,
            Validated = db.MovementRequests.Count(r => r.CampaignId == c.Id && (r.State == (c.MinistryFrom == null ? RequestState.AcademyValidated : RequestState.MinistryValidated) || (r.FlagCaseId != null && r.Submissions > 0))),
            Waiting = db.MovementRequests.Count(r => r.CampaignId == c.Id && r.FlagCaseId == null && (r.State == RequestState.Submitted || r.State == RequestState.ToCorrect || r.State == RequestState.DirectorateValidated || r.State == RequestState.ReturnedByAcademy || (c.MinistryFrom != null && r.State == RequestState.AcademyValidated))),
            Pending = db.DatumContests.Count(x => x.CampaignId == c.Id && x.State == ContestState.Asked) + db.PriorityClaims.Count(x => x.CampaignId == c.Id && x.State == ClaimState.Claimed),
            Seats = db.VacantPosts.Where(p => p.CampaignId == c.Id).Sum(p => (int?)p.Seats) ?? 0,
            TakesPart = mine.Any(r => r.CampaignId == c.Id),
        }).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
            return Refusal.NotFound;

        var rows = await (
            from run in db.AssignmentRuns
            where run.CampaignId == request.Campaign
            join account in db.Accounts on run.AskedByAccountId equals account.Id into accounts
            from account in accounts.DefaultIfEmpty()
            orderby run.Number descending
            select new { Run = run, account.NameAr, account.NameLatin, EmployeeId = (long?)account.EmployeeId, IsPublished = run.PublishAt != null && run.PublishAt <= DateTime.UtcNow }).AsNoTracking().Take(20).ToListAsync(cancellationToken);
        Progress? job = null;
        if (rows is [{ Run.State: RunState.Asked, Run.Id: var id }, ..])
        {
            var key = AssignmentRun.WorkKey(id);
            job = await db.WorkItems.Where(w => w.Key == key).Select(w => new Progress(w.Id, w.State, w.DoneCount, w.Total)).SingleOrDefaultAsync(cancellationToken);
        }

        return new Desk(
            CampaignHead.Of(found.Campaign), found.Validated, found.Waiting, found.Pending, found.Seats, found.Campaign.ClosesOn < MoroccanDay.Today(clock),
            [.. rows.Select(r => new RunLine(
                r.Run.Id, r.Run.Number, r.Run.AskedAt, r.NameAr, r.NameLatin, r.Run.Reason, r.Run.State, r.Run.Participants, r.Run.VacantSeats, r.Run.Moved, r.Run.ByRank, r.Run.Findings,
                r.Run.InputsHash, r.Run.ResultHash, r.Run.Engine, r.Run.PublishAt, r.IsPublished, r.Run.AnnouncedAt,
                r.Run.AskedByAccountId == user.AccountId || (me is not null && r.EmployeeId == me)))],
            job, found.TakesPart);
    }
}
