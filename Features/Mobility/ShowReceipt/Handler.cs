using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ShowReceipt;

public sealed record Query(long Request) : IQuery<Slip>;

/// <summary>The last submission, as it was sent.</summary>
public sealed record Slip(
    long Id, string Number, string NameAr, string NameLatin, string Ppr, string PlaceAr, string PlaceFr, int CampaignId, string CampaignAr, string CampaignFr, int SchoolYearId,
    DateOnly ClosesOn, RequestState State, DateTime SentAt, int Submission, RequestKind Kind, decimal Points, IReadOnlyList<NamedPlace> Wishes, IReadOnlyList<ClaimSaid> Claims,
    bool Stands, SlipPaper? Paper);

/// <summary>The sealed paper of this submission.</summary>
/// <param name="Number">In its register.</param>
public sealed record SlipPaper(long Document, string Number, string Code);

/// <summary>A priority claimed with the request, and how far it is.</summary>
public sealed record ClaimSaid(PriorityCase Case, ClaimState State);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Slip>
{
    public async Task<Outcome<Slip>> Handle(Query request, CancellationToken cancellationToken)
    {
        var head = await (
            from mine in db.MovementRequests.AsNoTracking().OwnedBy(user)
            join employee in db.Employees on mine.EmployeeId equals employee.Id
            join place in db.Places on mine.PlaceId equals place.Id
            join submission in db.Submissions on new { RequestId = mine.Id, Number = mine.Submissions } equals new { submission.RequestId, submission.Number }
            join paper in db.IssuedDocuments on submission.DocumentId equals paper.Id into papers
            from paper in papers.DefaultIfEmpty()
            where mine.Id == request.Request
            select new { mine, paper, employee, place.NameAr, place.NameFr, submission, mine.Campaign, Claims = db.PriorityClaims.Where(c => c.CampaignId == mine.CampaignId && c.EmployeeId == mine.EmployeeId).OrderBy(c => c.Case).Select(c => new ClaimSaid(c.Case, c.State)).ToList() }).SingleOrDefaultAsync(cancellationToken);
        if (head is null)
            return Refusal.NotFound;
        var wishes = await (
            from wish in db.Set<SubmittedWish>()
            join place in db.Places on wish.PlaceId equals place.Id
            join within in db.Places on place.ParentId equals within.Id
            where wish.SubmissionId == head.submission.Id
            orderby wish.Order
            select new NamedPlace(place.Id, place.NameAr, place.NameFr, within.NameAr, within.NameFr)).ToListAsync(cancellationToken);
        return new Slip(
            head.mine.Id, MovementRequest.NumberOf(head.Campaign.SchoolYearId, head.mine.Id), head.employee.FullNameAr, head.employee.FullNameLatin, head.employee.Ppr, head.NameAr, head.NameFr,
            head.Campaign.Id, head.Campaign.NameAr, head.Campaign.NameFr, head.Campaign.SchoolYearId, head.Campaign.ClosesOn, head.mine.State, head.mine.SubmittedAt!.Value,
            head.submission.Number, head.submission.Kind, head.submission.Points, wishes, head.Claims, head.mine.Stands,
            head.mine.Stands && head.paper is { } kept ? new SlipPaper(kept.Id, kept.NumberShown, Documents.Domain.DocumentCode.Shown(kept.Code)) : null);
    }
}
