using Massar.Features.Guidance.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.ListSeats;

public sealed record Query(int Campaign, int? Page) : IQuery<Found>;

/// <param name="Total">Seats of the whole directorate.</param>
public sealed record Found(int Campaign, string LevelAr, string LevelFr, int ToYear, int Total, IReadOnlyList<Line> Lines, int Page, int Pages);

/// <param name="Seats">Null where nobody has said.</param>
public sealed record Line(int School, string NameAr, string NameFr, string CommuneAr, string CommuneFr, int? Seats, int Streams);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Found>
{
    private const int PageSize = 20;

    public async Task<Outcome<Found>> Handle(Query query, CancellationToken ct)
    {
        var found = await (
            from c in db.GuidanceCampaigns.LedBy(user)
            where c.Id == query.Campaign
            join level in db.Levels on c.ToLevel equals level.Code
            select new
            {
                c.Id,
                c.ToLevel,
                ToYear = c.SchoolYearId + 1,
                level.NameAr,
                level.NameFr,
                Total = db.GuidanceSeats.Where(s => s.DirectorateId == c.PlaceId && s.SchoolYearId == c.SchoolYearId + 1 && s.LevelCode == c.ToLevel).Sum(s => s.Seats),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return Refusal.NotFound;

        var (place, year, to) = (user.PlaceId, found.ToYear, found.ToLevel);
        var schools =
            from s in db.Schools.Open()
            where s.Cycles.Contains("QUA")
            join p in db.Places on s.Id equals p.Id
            join commune in db.Places on p.ParentId equals (int?)commune.Id
            where commune.ParentId == place
            select new { p.Id, p.NameAr, p.NameFr, CommuneAr = commune.NameAr, CommuneFr = commune.NameFr };
        var pages = Math.Max(1, (await schools.CountAsync(ct) + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        var shown = await schools.OrderBy(s => s.NameFr).ThenBy(s => s.Id).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var ids = shown.ConvertAll(s => s.Id);
        var seats = (await db.GuidanceSeats.Where(s => ids.Contains(s.SchoolId) && s.SchoolYearId == year && s.LevelCode == to).Select(s => new { s.SchoolId, s.Seats }).ToListAsync(ct)).ToLookup(s => s.SchoolId, s => s.Seats);
        return new Found(found.Id, found.NameAr, found.NameFr, year, found.Total,
            shown.ConvertAll(s => new Line(s.Id, s.NameAr, s.NameFr, s.CommuneAr, s.CommuneFr, seats.Contains(s.Id) ? seats[s.Id].Sum() : null, seats[s.Id].Count(n => n > 0))), page, pages);
    }
}
