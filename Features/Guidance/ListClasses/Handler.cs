using Massar.Features.Enrollments.Domain;
using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.ListClasses;

public sealed record Query(int? Page) : IQuery<Found>;

/// <param name="Own">Campaigns for which this school takes pupils in, whose seats are the head's to say.</param>
public sealed record Found(IReadOnlyList<Line> Lines, int Page, int Pages, IReadOnlyList<OwnSeats> Own, int School);

/// <param name="Seats">Null while nobody has said.</param>
public sealed record OwnSeats(int Campaign, string LevelAr, string LevelFr, int ToYear, int? Seats);

public sealed record Line(int ClassId, string Name, string ToAr, string ToFr, DateOnly ClosesOn, DateOnly OpinionsUntil, bool TakesOpinions, int Pupils, int Sent, int Advised);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Found>
{
    private const int PageSize = 20;

    public async Task<Outcome<Found>> Handle(Query query, CancellationToken ct)
    {
        var (place, today) = (user.PlaceId, MoroccanDay.Today(clock));
        var current = db.SchoolYears.Where(y => y.IsCurrent);
        var classes = db.Classes.Where(c => current.Any(y => y.Id == c.SchoolYearId)).AdvisedBy(user, db);
        var pages = Math.Max(1, (await classes.CountAsync(ct) + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        var rows = await classes.OrderBy(c => c.Class.Name).ThenBy(c => c.Class.Id).Skip((page - 1) * PageSize).Take(PageSize)
            .Select(c => new
            {
                c.Class.Id,
                c.Class.Name,
                c.To.NameAr,
                c.To.NameFr,
                c.Campaign,
                Pupils = db.Enrollments.Count(e => e.ClassId == c.Class.Id && e.State == EnrollmentState.Active),
                Sent = db.GuidanceFiles.Count(f => f.CampaignId == c.Campaign.Id && f.State != GuidanceState.Draft && db.Enrollments.Any(e => e.Id == f.EnrollmentId && e.ClassId == c.Class.Id)),
                Advised = db.GuidanceFiles.Count(f => f.CampaignId == c.Campaign.Id && f.AdvisedAt != null && db.Enrollments.Any(e => e.Id == f.EnrollmentId && e.ClassId == c.Class.Id)),
            }).AsNoTracking().ToListAsync(ct);
        var own = await (
            from c in db.GuidanceCampaigns.Around(user, db)
            where current.Any(y => y.Id == c.SchoolYearId) && db.Schools.Any(s => s.Id == place && s.Cycles.Contains("QUA"))
            join level in db.Levels on c.ToLevel equals level.Code
            orderby level.Order, c.Id
            select new OwnSeats(c.Id, level.NameAr, level.NameFr, c.SchoolYearId + 1, db.GuidanceSeats.Where(s => s.SchoolId == place && s.SchoolYearId == c.SchoolYearId + 1 && s.LevelCode == c.ToLevel).Sum(s => (int?)s.Seats))).AsNoTracking().Take(PageSize).ToListAsync(ct);
        return new Found(
            rows.ConvertAll(r => new Line(r.Id, r.Name, r.NameAr, r.NameFr, r.Campaign.ClosesOn, r.Campaign.OpinionsUntil, r.Campaign.TakesOpinions(today), r.Pupils, r.Sent, r.Advised)), page, pages, own, place);
    }
}
