using System.Globalization;
using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.ListCampaigns;

public sealed record Query : IQuery<OwnCampaigns>;

/// <summary>Campaigns of the reader's grade and territory, the open ones first.</summary>
public sealed record OwnCampaigns(IReadOnlyList<Line> Open, IReadOnlyList<Line> Others);

/// <summary>A campaign and the reader's own request in it.</summary>
/// <param name="HasResult">What became of the reader's wishes is published.</param>
public sealed record Line(
    int Id, string NameAr, string NameFr, CampaignScope Scope, int SchoolYearId, DateOnly OpensOn, DateOnly ClosesOn, bool IsOpen, bool IsAhead,
    long? RequestId, RequestState? State, bool WasSent, bool HasResult);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, OwnCampaigns>
{
    private const int Shown = 20;

    public async Task<Outcome<OwnCampaigns>> Handle(Query request, CancellationToken cancellationToken)
    {
        var today = MoroccanDay.Today(clock);
        var me = user.EmployeeId ?? 0;
        var person = await db.Employees.Where(e => e.Id == me).Select(e => new { e.GradeCode, e.PlacePath }).SingleOrDefaultAsync(cancellationToken);
        if (person is null)
            return new OwnCampaigns([], []);

        // A campaign belongs to a node above one's workplace.
        var above = person.PlacePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        var rows = await db.Campaigns.AsNoTracking().Announced()
            .Where(c => above.Contains(c.PlaceId))
            .OrderByDescending(c => c.ClosesOn).ThenBy(c => c.Id)
            .Select(c => new
            {
                c.Id,
                c.NameAr,
                c.NameFr,
                c.Scope,
                c.SchoolYearId,
                c.OpensOn,
                c.ClosesOn,
                c.Grades,
                c.CategoryCode,
                HasResult = db.RunOutcomes.Any(o => o.EmployeeId == me && db.AssignmentRuns.Any(x => x.Id == o.RunId && x.CampaignId == c.Id && x.PublishAt != null && x.PublishAt <= DateTime.UtcNow)),
                Mine = db.MovementRequests.Where(r => r.CampaignId == c.Id && r.EmployeeId == me).Select(r => new { r.Id, r.State, r.Submissions }).FirstOrDefault(),
            })
            .Take(200).ToListAsync(cancellationToken);

        // To the phase of surplus people are called; the others have nothing to do there.
        var lines = rows.Where(r => Campaign.Takes(r.Grades, person.GradeCode) && (r.CategoryCode != MovementCategories.Surplus || r.Mine is not null))
            .Select(r => new Line(
                r.Id, r.NameAr, r.NameFr, r.Scope, r.SchoolYearId, r.OpensOn, r.ClosesOn, r.OpensOn <= today && today <= r.ClosesOn, today < r.OpensOn,
                r.Mine?.Id, r.Mine?.State, r.Mine?.Submissions > 0, r.HasResult))
            .ToList();
        return new OwnCampaigns([.. lines.Where(l => l.IsOpen).OrderBy(l => l.ClosesOn)], [.. lines.Where(l => !l.IsOpen).Take(Shown)]);
    }
}
