using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Mobility.Domain;

/// <summary>What one past year says of somebody's points.</summary>
public enum YearAnswer
{
    /// <summary>Nothing is known of the post in that year.</summary>
    NoData = 0,

    /// <summary>More than the last one admitted had.</summary>
    Enough = 1,

    /// <summary>As many as the last one admitted: seniority or age decided.</summary>
    Equal = 2,

    /// <summary>Fewer.</summary>
    Short = 3,

    /// <summary>The last one admitted came before all points, by an absolute priority.</summary>
    Priority = 4,

    /// <summary>Nobody was admitted: no seat, or nobody wished for it.</summary>
    Nobody = 5,
}

/// <summary>A past year of one post.</summary>
/// <param name="Barrier">Points of the last one admitted.</param>
/// <param name="Source">Where an imported figure was taken from; null for a published run of the program.</param>
/// <param name="Confidence">Of an imported figure.</param>
public sealed record ChanceYear(int Year, YearAnswer Answer, decimal? Barrier, string? Source, string? Confidence);

/// <summary>What the past says of one post, for somebody's points. Counts of years, never a probability: the past promises nothing.</summary>
/// <param name="Years">The newest first; one line for each of <see cref="Chances.Years"/>.</param>
public sealed record Chance(int PlaceId, IReadOnlyList<ChanceYear> Years)
{
    /// <summary>Years of which points can be compared.</summary>
    public int Known => Years.Count(y => y.Answer is YearAnswer.Enough or YearAnswer.Equal or YearAnswer.Short);

    public int Enough => Years.Count(y => y.Answer is YearAnswer.Enough);

    public bool HasData => Years.Any(y => y.Answer is not YearAnswer.NoData);
}

/// <summary>Compares somebody's points with the barriers of the last years, from published runs and from what was imported of the years before the program.</summary>
public static class Chances
{
    /// <summary>So many years are looked back at.</summary>
    public const int Years = 3;

    /// <summary>Two statements, whatever the number of posts.</summary>
    /// <param name="posts">Cycle and subject, see <see cref="PostGroup"/>.</param>
    public static async Task<IReadOnlyList<Chance>> Of(MassarDb db, Campaign campaign, string posts, IReadOnlyCollection<int> places, decimal points, CancellationToken ct)
    {
        var (before, category, kind) = (campaign.SchoolYearId, campaign.CategoryCode, campaign.WishKind);
        int[] ids = [.. places];
        var runs = await (
            from p in db.RunPosts
            where ids.Contains(p.PlaceId) && p.GroupCode == posts
            join r in db.AssignmentRuns.Published() on p.RunId equals r.Id
            join c in db.Campaigns on r.CampaignId equals c.Id
            where c.CategoryCode == category && c.WishKind == kind && c.SchoolYearId < before && c.SchoolYearId >= before - Years
            orderby r.Id
            select new { c.SchoolYearId, p.PlaceId, p.BarrierPoints, p.BarrierClass }).AsNoTracking().ToListAsync(ct);
        var imported = await db.PostBarriers.AsNoTracking().Where(b => ids.Contains(b.PlaceId) && b.GroupCode == posts && b.CategoryCode == category && b.Year < before && b.Year >= before - Years).ToListAsync(ct);
        return [.. places.Select(place => new Chance(place, [.. Enumerable.Range(1, Years).Select(back => before - back).Select(year =>
            runs.FindLast(r => r.PlaceId == place && r.SchoolYearId == year) is { } run
                ? run.BarrierPoints is not { } barrier ? new ChanceYear(year, YearAnswer.Nobody, null, null, null)
                    : new ChanceYear(year, run.BarrierClass is not null and not MovementInputs.NoPriority ? YearAnswer.Priority : Compared(points, barrier), barrier, null, null)
                : imported.Find(b => b.PlaceId == place && b.Year == year) is { } paper
                    ? new ChanceYear(year, Compared(points, paper.Points), paper.Points, paper.Source, paper.Confidence)
                    : new ChanceYear(year, YearAnswer.NoData, null, null, null))]))];
    }

    private static YearAnswer Compared(decimal mine, decimal barrier) => mine > barrier ? YearAnswer.Enough : mine == barrier ? YearAnswer.Equal : YearAnswer.Short;
}
