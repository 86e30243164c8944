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
    IReadOnlyList<DatumLine> Data, IReadOnlyList<PointRow> Points, IReadOnlyList<OwnPriority> Priorities, bool TakesContests, Refusal? Obstacle);

/// <summary>A case that comes before points, one's claim to it, and why it cannot be claimed.</summary>
public sealed record OwnPriority(PriorityLine Line, Refusal? Obstacle);

/// <summary>A datum, where it comes from, and what became of a contest.</summary>
/// <param name="Value">2019-09-01, 3, Widowed; for a commune its name is in the two others.</param>
public sealed record DatumLine(Datum Datum, string Value, string? NameAr, string? NameFr, Said Source, ContestState? Contest, string? ContestRemark, Guid? Document);

public sealed class Handler(MassarDb db, CurrentUser user, ServiceFiles files, TimeProvider clock) : IQueryHandler<Query, OwnFile>
{
    public async Task<Outcome<OwnFile>> Handle(Query request, CancellationToken cancellationToken)
    {
        var me = user.EmployeeId ?? 0;
        var row = await db.Campaigns.AsNoTracking().Announced().Include(c => c.Rules).Where(c => c.Id == request.Campaign)
            .Select(c => new { Campaign = c, Mine = db.MovementRequests.FirstOrDefault(r => r.CampaignId == c.Id && r.EmployeeId == me) }).SingleOrDefaultAsync(cancellationToken);
        if (row is null || await files.Of(me, row.Campaign.Id, cancellationToken) is not { } file || !row.Campaign.Reaches(file.PlacePath))
            return Refusal.NotFound;

        var (campaign, mine, today) = (row.Campaign, row.Mine, MoroccanDay.Today(clock));
        var kind = mine?.Kind ?? RequestKind.Ordinary;
        var data = Enum.GetValues<Datum>().Select(datum =>
        {
            var contest = file.Contests.FirstOrDefault(c => c.Datum == datum);
            var accepted = file.Contests.FirstOrDefault(c => c.Datum == datum && c.State == ContestState.Accepted);
            var (ar, fr) = datum != Datum.SpouseCommune ? (null, null)
                : accepted is { NameAr: not null } ? (accepted.NameAr, accepted.NameFr)
                : (file.SpouseCommuneAr, file.SpouseCommuneFr);
            return new DatumLine(
                datum, DatumContest.ValueOf(file, datum, campaign.CountedOn), ar, fr, file.SourceOf(datum, campaign.CountedOn), contest?.State, contest?.DecisionRemark, contest?.Document);
        });
        var closed = mine is null ? campaign.Closed(today) : mine.Locked(campaign, Correctable.Kind, today);
        var priorities = (await db.PrioritiesFor(campaign.Id, me, cancellationToken))
            .Select(line => new OwnPriority(line, closed ?? Rule(campaign.Id, line).Against(file, campaign.CountedOn)));
        var points = Points.Of(file, campaign.Rules, kind, campaign.CountedOn);
        return new OwnFile(
            CampaignHead.Of(campaign), file.NameAr, file.NameLatin, file.Ppr, file.PlaceAr, file.PlaceFr, kind, [.. data],
            [.. points.Select(p => new PointRow(p.Criterion, p.Quantity, p.Points, p.Source))], [.. priorities],
            campaign.TakesContests(today), Eligibility.Check(campaign, file, kind));
    }

    private static PriorityRule Rule(int campaign, PriorityLine line) =>
        new() { CampaignId = campaign, Case = line.Case, Rank = line.Rank, MinimumYears = line.MinimumYears, Confidence = line.Confidence };
}
