using Massar.Features.Exchanges.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exchanges.ShowBoard;

/// <param name="Directorate">Only posts of this one.</param>
public sealed record Query(int? Directorate, int Page) : IQuery<Lines>;

/// <summary>The board as one reader sees it.</summary>
/// <param name="MyLine">The reader's own line; null when he has none.</param>
/// <param name="Circles">Exchanges that the lines make possible with the reader's own.</param>
public sealed record Lines(Line? MyLine, IReadOnlyList<Circle> Circles, IReadOnlyList<Line> Others, IReadOnlyList<PlaceName> Directorates, int? Directorate, int Total, int Page)
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

/// <summary>A post and what is looked for. No name, no number of anybody.</summary>
public sealed record Line(long Id, PlaceName School, IReadOnlyList<PlaceName> Wants, DateOnly Until);

public sealed record Circle(Line First, Line? Second);

public sealed record PlaceName(int Id, string Ar, string Fr, string? WithinAr = null, string? WithinFr = null);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Lines>
{
    /// <summary>More lines of one subject in one academy are not looked through.</summary>
    private const int Most = 1000;

    public async Task<Outcome<Lines>> Handle(Query query, CancellationToken ct)
    {
        var (me, today) = (user.EmployeeId ?? 0, MoroccanDay.Today(clock));
        var teachers = MovementCategories.Grades["REGIONAL"];
        var file = await db.Employees.Where(e => e.Id == me).Select(e => new { e.GradeCode, e.DisciplineCode, e.PlacePath }).SingleOrDefaultAsync(ct);
        if (file is null || !Campaign.Takes(teachers, file.GradeCode) || Territory.AcademyOf(file.PlacePath) is not { } academy)
            return new Lines(null, [], [], [], null, 0, 1);

        var group = PostGroup.Of(teachers, file.GradeCode, file.DisciplineCode);
        // Who works elsewhere since has no post there to give.
        var offers = await db.ExchangeOffers.AsNoTracking().Include(o => o.Wishes)
            .Where(o => o.GroupCode == group && o.PlacePath.StartsWith(academy) && o.Until >= today && db.Employees.Any(e => e.Id == o.EmployeeId && e.PlaceId == o.PlaceId))
            .OrderByDescending(o => o.Id).Take(Most).ToListAsync(ct);
        var mine = offers.Find(o => o.EmployeeId == me);
        var others = offers.FindAll(o => o.EmployeeId != me);
        var circles = mine is null ? [] : Circles.With(mine, others);
        var directorate = query.Directorate is { } wanted && others.Find(o => Territory.DirectorateOf(o.PlacePath) is { } path && Territory.LastOf(path) == wanted) is { } one ? Territory.DirectorateOf(one.PlacePath) : null;
        var listed = others.FindAll(o => directorate is null || o.PlacePath.StartsWith(directorate, StringComparison.Ordinal));
        var page = Math.Clamp(query.Page, 1, Math.Max(1, (listed.Count + Lines.PageSize - 1) / Lines.PageSize));
        var shown = listed.Skip((page - 1) * Lines.PageSize).Take(Lines.PageSize).ToList();
        int[] ids = [.. shown.Concat(circles.SelectMany(c => new[] { c.First, c.Second }).OfType<ExchangeOffer>()).Append(mine).OfType<ExchangeOffer>().SelectMany(o => o.Wishes.Select(w => w.PlaceId).Append(o.PlaceId)),
            .. others.Select(o => Territory.DirectorateOf(o.PlacePath)).OfType<string>().Distinct().Select(Territory.LastOf)];
        var names = await (
            from p in db.Places
            where ids.Contains(p.Id)
            join within in db.Places on p.ParentId equals within.Id into above
            from within in above.DefaultIfEmpty()
            select new { p.Kind, Name = new PlaceName(p.Id, p.NameAr, p.NameFr, within == null ? null : within.NameAr, within == null ? null : within.NameFr) }).AsNoTracking().ToDictionaryAsync(p => p.Name.Id, ct);

        Line Of(ExchangeOffer offer) => new(offer.Id, names[offer.PlaceId].Name, [.. offer.Wishes.Where(w => names.ContainsKey(w.PlaceId)).Select(w => names[w.PlaceId]).OrderBy(n => n.Kind).ThenBy(n => n.Name.Id).Select(n => n.Name)], offer.Until);
        return new Lines(
            mine is null ? null : Of(mine), [.. circles.Select(c => new Circle(Of(c.First), c.Second is null ? null : Of(c.Second)))], [.. shown.Select(Of)],
            [.. names.Values.Where(n => n.Kind == PlaceKind.Directorate).Select(n => n.Name).OrderBy(n => n.Id)], directorate is null ? null : Territory.LastOf(directorate), listed.Count, page);
    }
}
