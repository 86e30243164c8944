using Massar.Features.Leaves.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.ListFlags;

public sealed record Query(int Page) : IQuery<Flags>;

/// <summary>Those that are not concluded first.</summary>
public sealed record Flags(int Page, int Pages, IReadOnlyList<Line> Lines, DateOnly Today) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(long Id, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, int Count, FlagState State, DateOnly ReplyDueOn);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Flags>
{
    private const int PageSize = 20;

    public async Task<Outcome<Flags>> Handle(Query query, CancellationToken ct)
    {
        var (page, path) = (Math.Clamp(query.Page, 1, 10_000), user.PlacePath);
        var below = db.LeaveFlags.Where(f => f.PlacePath.StartsWith(path));
        var total = await below.CountAsync(ct);
        var lines = await (
            from f in below
            join e in db.Employees on f.EmployeeId equals e.Id
            join p in db.Places on f.PlaceId equals p.Id
            orderby f.State, f.OpenedAt descending, f.Id descending
            select new Line(f.Id, e.LastNameAr + " " + e.FirstNameAr, e.LastNameLatin + " " + e.FirstNameLatin, p.NameAr, p.NameFr, f.Count, f.State, f.ReplyDueOn)).AsNoTracking().Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        return new Flags(page, (total + PageSize - 1) / PageSize, lines, MoroccanDay.Today(clock));
    }
}
