using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.ListMyLooks;

public sealed record Query(long Pupil, int? Page) : IQuery<Looks>;

/// <param name="Since">The first day that is told.</param>
/// <param name="Lines">One page, the newest first.</param>
public sealed record Looks(long Pupil, string NameAr, string NameLatin, DateOnly Since, IReadOnlyList<Line> Lines, int Total, int Page)
{
    public int Pages => Math.Max(1, (Total + Handler.PageSize - 1) / Handler.PageSize);
}

/// <summary>Role and place say who it was; names are for who answers a complaint.</summary>
public sealed record Line(DateOnly Day, string Role, string PlaceAr, string PlaceFr, string Purpose);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Looks>
{
    internal const int PageSize = 20;

    public async Task<Outcome<Looks>> Handle(Query query, CancellationToken ct)
    {
        var (asked, today) = (query.Pupil, MoroccanDay.Today(clock));
        var since = today.AddMonths(-FileLook.Months);
        var pupil = await db.Pupils.OwnOf(user, db, today).Where(p => p.Id == asked).Select(p => new
        {
            NameAr = p.LastNameAr + " " + p.FirstNameAr,
            NameLatin = p.LastNameLatin + " " + p.FirstNameLatin,
            Old = db.PupilMerges.Where(m => m.KeptId == p.Id && m.State == MergeState.Done).Select(m => m.OtherId).ToList(),
        }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (pupil is null)
            return Refusal.NotFound;
        // What was looked at under an old number is this child's too.
        List<long> files = [asked, .. pupil.Old];
        var looks = db.FileLooks.Where(l => files.Contains(l.PupilId) && l.Day >= since);
        var total = await looks.CountAsync(ct);
        var page = Math.Clamp(query.Page ?? 1, 1, Math.Max(1, (total + PageSize - 1) / PageSize));
        var lines = await (
            from look in looks
            join place in db.Places on look.PlaceId equals place.Id
            orderby look.Day descending, look.Id descending
            select new Line(look.Day, look.Role, place.NameAr, place.NameFr, look.Purpose)).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return new Looks(asked, pupil.NameAr, pupil.NameLatin, since, lines, total, page);
    }
}
