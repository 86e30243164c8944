using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.ListLooks;

public sealed record Query(long Pupil, int? Page) : IQuery<Looks>;

/// <param name="Lines">One page, the newest first.</param>
public sealed record Looks(long Pupil, string NameAr, string NameLatin, IReadOnlyList<Line> Lines, int Total, int Page) : IShowsPersons
{
    public int Pages => Math.Max(1, (Total + Handler.PageSize - 1) / Handler.PageSize);

    int IShowsPersons.PersonsShown => 1;
}

public sealed record Line(DateTime At, string SchoolAr, string SchoolFr, string? ByAr, string? ByLatin);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Looks>
{
    internal const int PageSize = 20;

    public async Task<Outcome<Looks>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Pupil;
        var pupil = await db.Pupils.Where(p => p.Id == id).EnrolledNowAt(user, db)
            .Select(p => new { NameAr = p.LastNameAr + " " + p.FirstNameAr, NameLatin = p.LastNameLatin + " " + p.FirstNameLatin, Total = db.PupilLooks.Count(l => l.PupilId == p.Id) }).SingleOrDefaultAsync(ct);
        if (pupil is null)
            return Refusal.NotFound;
        var page = Math.Clamp(query.Page ?? 1, 1, Math.Max(1, (pupil.Total + PageSize - 1) / PageSize));
        var lines = await (
            from look in db.PupilLooks
            where look.PupilId == id
            join place in db.Places on look.PlaceId equals place.Id
            join account in db.Accounts on look.AccountId equals account.Id into accounts
            from account in accounts.DefaultIfEmpty()
            orderby look.At descending, look.Id descending
            select new Line(look.At, place.NameAr, place.NameFr, account.NameAr, account.NameLatin)).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return new Looks(id, pupil.NameAr, pupil.NameLatin, lines, pupil.Total, page);
    }
}
