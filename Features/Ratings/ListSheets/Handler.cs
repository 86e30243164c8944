using Massar.Features.Ratings.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Ratings.ListSheets;

/// <param name="Year">The year that is rated now without it.</param>
/// <param name="Show">all (also without it); waiting: with lines to fix; missing: with lines that never came.</param>
public sealed record Query(int? Year, string? Show, int Page, bool IsWhole) : IQuery<Sheets>;

/// <summary>The places below the reader's own, those with most to fix first.</summary>
public sealed record Sheets(int Year, int Now, string Show, int Total, int Page, IReadOnlyList<PlaceLine> Lines)
{
    public const int PageSize = 50;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

/// <param name="None">Nothing entered.</param>
/// <param name="Sent">Wait for the directorate.</param>
public sealed record PlaceLine(int PlaceId, string PlaceAr, string PlaceFr, int Staff, int None, int Draft, int Sent, int Returned, int Fixed);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Sheets>
{
    internal static readonly string[] Shows = ["all", "waiting", "missing"];

    public async Task<Outcome<Sheets>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var now = (await RatingRules.Read(db, ct)).YearOn(today);
        var year = query.Year is { } asked && asked <= now && asked > now - 10 ? asked : now;
        var show = Shows.Contains(query.Show) ? query.Show! : Shows[0];
        var path = user.PlacePath;
        var counts = await (
            from e in db.Employees.Where(e => e.PlacePath.StartsWith(path)).RatedIn(db, year, today)
            join r in db.RatingLines on new { EmployeeId = e.Id, Year = year } equals new { r.EmployeeId, r.Year } into lines
            from r in lines.DefaultIfEmpty()
            join p in db.Places on e.PlaceId equals p.Id
            group e by new { p.Id, p.NameAr, p.NameFr, State = r == null ? -1 : (int)r.State } into g
            select new { g.Key.Id, g.Key.NameAr, g.Key.NameFr, g.Key.State, Count = g.Count() }).ToListAsync(ct);
        var all = counts.GroupBy(c => c.Id).Select(g =>
            {
                var of = g.ToDictionary(c => c.State, c => c.Count);
                return new PlaceLine(g.Key, g.First().NameAr, g.First().NameFr, of.Values.Sum(), of.GetValueOrDefault(-1), of.GetValueOrDefault((int)RatingState.Draft),
                    of.GetValueOrDefault((int)RatingState.Sent), of.GetValueOrDefault((int)RatingState.Returned), of.GetValueOrDefault((int)RatingState.Fixed));
            })
            .Where(l => show switch { "waiting" => l.Sent > 0, "missing" => l.None + l.Draft + l.Returned > 0, _ => true })
            .OrderByDescending(l => l.Sent).ThenBy(l => l.PlaceFr, StringComparer.Ordinal).ThenBy(l => l.PlaceId).ToList();
        var page = Math.Clamp(query.Page, 1, Math.Max(1, (all.Count + Sheets.PageSize - 1) / Sheets.PageSize));
        return new Sheets(year, now, show, all.Count, page, query.IsWhole ? all : [.. all.Skip((page - 1) * Sheets.PageSize).Take(Sheets.PageSize)]);
    }
}
