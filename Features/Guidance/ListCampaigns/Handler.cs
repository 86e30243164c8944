using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.ListCampaigns;

public sealed record Query(int? Page) : IQuery<Found>;

/// <param name="Windows">Sessions of re-orientation, the newest first.</param>
/// <param name="MayPlan">This year has no session yet.</param>
public sealed record Found(IReadOnlyList<Line> Lines, int Page, int Pages, IReadOnlyList<WindowLine> Windows, bool MayPlan);

/// <param name="Asked">All requests.</param>
/// <param name="Waiting">Those the commission has to decide on.</param>
public sealed record WindowLine(int Id, int Year, DateOnly OpensOn, DateOnly ClosesOn, bool IsCurrent, int Asked, int Waiting);

/// <param name="Sent">Pupils who sent wishes.</param>
/// <param name="Waiting">Appeals without an answer.</param>
public sealed record Line(int Id, int Year, string LevelAr, string LevelFr, GuidanceStage Stage, DateOnly OpensOn, DateOnly ClosesOn, int Sent, int Waiting);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Found>
{
    private const int PageSize = 20;
    private const int MostWindows = 5;

    public async Task<Outcome<Found>> Handle(Query query, CancellationToken ct)
    {
        var campaigns = db.GuidanceCampaigns.LedBy(user);
        var pages = Math.Max(1, (await campaigns.CountAsync(ct) + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        var lines = await (
            from c in campaigns
            join level in db.Levels on c.ToLevel equals level.Code
            orderby c.SchoolYearId descending, level.Order, c.Id
            select new Line(c.Id, c.SchoolYearId, level.NameAr, level.NameFr, c.Stage, c.OpensOn, c.ClosesOn,
                db.GuidanceFiles.Count(f => f.CampaignId == c.Id && f.State != GuidanceState.Draft), db.GuidanceFiles.Count(f => f.CampaignId == c.Id && f.State == GuidanceState.Appealed)))
            .AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var windows = await db.ReorientationWindows.LedBy(user).OrderByDescending(w => w.SchoolYearId).Take(MostWindows)
            .Select(w => new WindowLine(w.Id, w.SchoolYearId, w.OpensOn, w.ClosesOn, db.SchoolYears.Any(y => y.Id == w.SchoolYearId && y.IsCurrent), db.Reorientations.Count(r => r.WindowId == w.Id), db.Reorientations.Count(r => r.WindowId == w.Id && r.State == ReorientationState.Advised))).ToListAsync(ct);
        return new Found(lines, page, pages, windows, !windows.Exists(w => w.IsCurrent));
    }
}
