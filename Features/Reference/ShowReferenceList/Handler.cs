using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Reference.ShowReferenceList;

public sealed record Query(string List, int? Year, string? Search, int Page) : IQuery<Found>;

/// <param name="Columns">Names of the columns, in the order of the rows' values.</param>
/// <param name="Years">The school years to choose from; empty for lists that are the same every year.</param>
public sealed record Found(
    string List, IReadOnlyList<string> Columns, IReadOnlyList<ReferenceRow> Rows, int? Year, IReadOnlyList<SchoolYearChoice> Years, string? Search, int Page, int Pages, int Total);

public sealed record SchoolYearChoice(int Id, string Label);

public sealed class Handler(MassarDb db) : IQueryHandler<Query, Found>
{
    private const int PageSize = 14;

    public async Task<Outcome<Found>> Handle(Query request, CancellationToken ct)
    {
        if (ReferenceList.Find(request.List) is not { } list)
            return Refusal.NotFound;

        var years = list.IsYearly ? await db.SchoolYears.AsNoTracking().OrderByDescending(y => y.Id).ToListAsync(ct) : [];
        var year = request.Year ?? years.Find(y => y.IsCurrent)?.Id ?? 0;
        if (list.IsYearly && !years.Exists(y => y.Id == year))
            return Refusal.NotFound;

        var shown = Enumerable.Range(0, list.Columns.Count).Where(i => list.Columns[i].InTable).ToList();
        var rows = RowSearch.Filter(await list.Rows(db, year, ct), request.Search);
        var pages = Math.Max(1, (rows.Count + PageSize - 1) / PageSize);
        var page = Math.Clamp(request.Page, 1, pages);
        return new Found(
            list.Code,
            [.. shown.Select(i => list.Columns[i].Name)],
            [.. rows.Skip((page - 1) * PageSize).Take(PageSize).Select(r => r with { Values = [.. shown.Select(i => r.Values[i])] })],
            list.IsYearly ? year : null,
            [.. years.Select(y => new SchoolYearChoice(y.Id, y.Label))],
            request.Search, page, pages, rows.Count);
    }
}
