using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Reference.ListReference;

public sealed record Query : IQuery<IReadOnlyList<Line>>;

/// <param name="Rows">Rows of the list, of the current year for yearly lists.</param>
public sealed record Line(string List, bool IsYearly, int Rows);

public sealed class Handler(MassarDb db) : IQueryHandler<Query, IReadOnlyList<Line>>
{
    public async Task<Outcome<IReadOnlyList<Line>>> Handle(Query request, CancellationToken ct)
    {
        var year = await db.SchoolYears.Where(y => y.IsCurrent).Select(y => y.Id).FirstOrDefaultAsync(ct);
        List<Line> lines = [];
        foreach (var list in ReferenceList.All)
            lines.Add(new Line(list.Code, list.IsYearly, await list.Count(db, year, ct)));
        return lines;
    }
}
