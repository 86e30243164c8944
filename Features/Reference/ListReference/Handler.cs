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
        var counts = await ReferenceList.All.Select((list, number) => list.Tallies(db, year, number)).Aggregate((all, next) => all.Concat(next))
            .GroupBy(number => number).Select(g => new { g.Key, Rows = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Rows, ct);
        return ReferenceList.All.Select((list, number) => new Line(list.Code, list.IsYearly, counts.GetValueOrDefault(number))).ToList();
    }
}
