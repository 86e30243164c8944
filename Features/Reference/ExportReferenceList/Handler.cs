using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Reference.ExportReferenceList;

public sealed record Query(string List, int? Year, string? Search) : IQuery<Exported>;

/// <param name="Name">Of the file, without its ending.</param>
/// <param name="Rows">The heads first.</param>
public sealed record Exported(string Name, IReadOnlyList<IReadOnlyList<object?>> Rows);

public sealed class Handler(MassarDb db, Text text) : IQueryHandler<Query, Exported>
{
    public async Task<Outcome<Exported>> Handle(Query request, CancellationToken ct)
    {
        if (ReferenceList.Find(request.List) is not { } list)
            return Refusal.NotFound;

        var year = request.Year ?? await db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).FirstOrDefaultAsync(ct);
        var rows = RowSearch.Filter(await list.Rows(db, year, ct), request.Search);
        return new Exported(
            list.IsYearly ? $"{list.Code}-{year}" : list.Code,
            [[.. list.Columns.Select(c => text[$"reference.column.{c.Name}"])], .. rows.Select(r => r.Values)]);
    }
}
