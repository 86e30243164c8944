using Massar.Features.Families.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.MySql.Query;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.DecidePriority;

public sealed record Query(long Claim) : IQuery<ClaimCase>;

/// <summary>Everything a decision needs to see: the claim, its proof, and what the file itself says.</summary>
/// <param name="Years">Full school years in the present post on the day that counts.</param>
/// <param name="Against">Why the file does not bear the claim any more, if it does not.</param>
public sealed record ClaimCase(
    long Id, int Version, PriorityCase Case, ClaimState State, string Proof, Guid? Document, bool IsImage, DateTime ClaimedAt, string NameAr, string NameLatin, string Ppr, string PlaceAr, string PlaceFr,
    string CampaignAr, string CampaignFr, long? Request, string? DecisionRemark, bool IsOwn, int Years, int? MinimumYears, string? SpouseCommuneAr, string? SpouseCommuneFr, Refusal? Against);

public sealed record Command(long Claim, int Version, string? Decision, string? Remark) : ICommand<Decided>, IRuling;

/// <param name="Request">The request it belongs to, if one was begun.</param>
public sealed record Decided(long? Request, ClaimState State);

public sealed class Validator : RulingValidator<Command>;

public sealed class Handler(MassarDb db, CurrentUser user, ServiceFiles files, Facts facts, TimeProvider clock) : IQueryHandler<Query, ClaimCase>, ICommandHandler<Command, Decided>
{
    public async Task<Outcome<ClaimCase>> Handle(Query request, CancellationToken cancellationToken)
    {
        var found = await (
            from claim in db.PriorityClaims.AsNoTracking().InTerritoryOf(user)
            join employee in db.Employees on claim.EmployeeId equals employee.Id
            join place in db.Places on claim.PlaceId equals place.Id
            join document in db.StoredFiles on claim.DocumentId equals document.Id into documents
            from document in documents.DefaultIfEmpty()
            where claim.Id == request.Claim
            select new
            {
                Claim = claim,
                claim.Campaign,
                Rule = db.Set<PriorityRule>().FirstOrDefault(r => r.CampaignId == claim.CampaignId && r.Case == claim.Case),
                Employee = employee,
                place.NameAr,
                place.NameFr,
                Document = (Guid?)document.PublicId,
                IsImage = document != null && document.ContentType == "image/jpeg",
                Request = db.MovementRequests.Where(r => r.CampaignId == claim.CampaignId && r.EmployeeId == claim.EmployeeId && r.Submissions > 0).Select(r => (long?)r.Id).FirstOrDefault(),
            }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || await files.Of(found.Employee.Id, found.Campaign.Id, cancellationToken) is not { } file)
            return Refusal.NotFound;

        var spouse = file.Contests.FirstOrDefault(c => c.Datum == Datum.SpouseCommune && c.State == ContestState.Accepted);
        return new ClaimCase(
            found.Claim.Id, found.Claim.Version, found.Claim.Case, found.Claim.State, found.Claim.Proof, found.Document, found.IsImage, found.Claim.ClaimedAt,
            found.Employee.FullNameAr, found.Employee.FullNameLatin, found.Employee.Ppr, found.NameAr, found.NameFr, found.Campaign.NameAr, found.Campaign.NameFr, found.Request,
            found.Claim.DecisionRemark, found.Employee.Id == user.EmployeeId, Seniority.SchoolYears(file.PostedOn, found.Campaign.CountedOn), found.Rule?.MinimumYears,
            spouse?.NameAr ?? file.SpouseCommuneAr, spouse?.NameFr ?? file.SpouseCommuneFr, found.Rule?.Against(file, found.Campaign.CountedOn));
    }

    public async Task<Outcome<Decided>> Handle(Command request, CancellationToken cancellationToken)
    {
        var claim = await db.PriorityClaims.InTerritoryOf(user).ForUpdate().SingleOrDefaultAsync(c => c.Id == request.Claim, cancellationToken);
        if (claim is null)
            return Refusal.NotFound;
        if (claim.Version != request.Version)
            return Refusal.Stale;
        if (claim.Decide(request.Decision == Ruling.Accept, request.Remark, user.Acting(clock) with { Kin = await Kinship.Of(db, user.EmployeeId, cancellationToken) }) is { } refusal)
            return refusal;

        var campaign = await db.Campaigns.SingleAsync(c => c.Id == claim.CampaignId, cancellationToken);
        var mine = await db.MovementRequests.Where(r => r.CampaignId == claim.CampaignId && r.EmployeeId == claim.EmployeeId && r.Submissions > 0).Select(r => (long?)r.Id).SingleOrDefaultAsync(cancellationToken);
        await facts.Tell(new PriorityDecided(
            claim.Id, claim.Version, campaign.Id, claim.EmployeeId, claim.PlaceId, campaign.NameAr, campaign.NameFr, claim.State == ClaimState.Accepted), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return new Decided(mine, claim.State);
    }
}
