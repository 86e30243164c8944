using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ReviewMyFile;

public sealed record Query(int Campaign) : IQuery<OwnFile>;

/// <param name="Kind">The kind of request the points are shown for: the one begun, or the ordinary one.</param>
/// <param name="Obstacle">Why one could not take part as the file stands.</param>
public sealed record OwnFile(
    CampaignHead Campaign, string NameAr, string NameLatin, string Ppr, string PlaceAr, string PlaceFr, RequestKind Kind,
    IReadOnlyList<DatumLine> Data, IReadOnlyList<PointRow> Points, bool TakesContests, Refusal? Obstacle);

/// <summary>A datum, where it comes from, and what became of a contest.</summary>
/// <param name="Value">2019-09-01, 3, Widowed; for a commune its name is in the two others.</param>
public sealed record DatumLine(Datum Datum, string Value, string? NameAr, string? NameFr, Said Source, ContestState? Contest, string? ContestRemark);

public sealed class Handler(MassarDb db, CurrentUser user, ServiceFiles files, TimeProvider clock) : IQueryHandler<Query, OwnFile>
{
    public async Task<Outcome<OwnFile>> Handle(Query request, CancellationToken cancellationToken)
    {
        var campaign = await db.Campaigns.AsNoTracking().Announced().Include(c => c.Rules).SingleOrDefaultAsync(c => c.Id == request.Campaign, cancellationToken);
        if (campaign is null || user.EmployeeId is not { } me || await files.Of(me, campaign.Id, cancellationToken) is not { } file || !campaign.Reaches(file.PlacePath))
            return Refusal.NotFound;

        var kind = await db.MovementRequests.Where(r => r.CampaignId == campaign.Id && r.EmployeeId == me).Select(r => (RequestKind?)r.Kind).SingleOrDefaultAsync(cancellationToken)
            ?? RequestKind.Ordinary;
        var contests = await db.DatumContests.AsNoTracking()
            .Where(c => c.CampaignId == campaign.Id && c.EmployeeId == me)
            .OrderByDescending(c => c.Id)
            .Select(c => new
            {
                c.Datum,
                c.State,
                c.DecisionRemark,
                Commune = db.Places.Where(p => p.Id == c.AssertedPlaceId).Select(p => new { p.NameAr, p.NameFr }).FirstOrDefault(),
            })
            .Take(50).ToListAsync(cancellationToken);

        var data = Enum.GetValues<Datum>().Select(datum =>
        {
            var contest = contests.FirstOrDefault(c => c.Datum == datum);
            var accepted = contests.FirstOrDefault(c => c.Datum == datum && c.State == ContestState.Accepted);
            var (ar, fr) = datum != Datum.SpouseCommune ? (null, null)
                : accepted?.Commune is { } commune ? (commune.NameAr, commune.NameFr)
                : (file.SpouseCommuneAr, file.SpouseCommuneFr);
            return new DatumLine(datum, DatumContest.ValueOf(file, datum, campaign.CountedOn), ar, fr, file.SourceOf(datum, campaign.CountedOn), contest?.State, contest?.DecisionRemark);
        });
        var points = Points.Of(file, campaign.Rules, kind, campaign.CountedOn);
        return new OwnFile(
            CampaignHead.Of(campaign), file.NameAr, file.NameLatin, file.Ppr, file.PlaceAr, file.PlaceFr, kind, [.. data],
            [.. points.Select(p => new PointRow(p.Criterion, p.Quantity, p.Points, p.Source))],
            campaign.TakesContests(MoroccanDay.Today(clock)), Eligibility.Check(campaign, file, kind));
    }
}
