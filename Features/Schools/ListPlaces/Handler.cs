using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Schools.ListPlaces;

/// <param name="Kind">Null when what was asked for is no kind of place.</param>
/// <param name="Cycle">For schools: only those that have it.</param>
public sealed record Query(PlaceKind? Kind, int? ParentId, string? Cycle) : IQuery<IReadOnlyList<Option>>;

public sealed record Option(int Id, string Code, string NameAr, string NameFr);

public sealed class Handler(MassarDb db, Reader reader) : IQueryHandler<Query, IReadOnlyList<Option>>
{
    // The largest commune has fewer schools than that.
    private const int Most = 500;

    public async Task<Outcome<IReadOnlyList<Option>>> Handle(Query request, CancellationToken ct)
    {
        if (request.Kind is not { } kind)
            return Refusal.NotFound;
        if (kind != PlaceKind.Academy && request.ParentId is null)
            return Array.Empty<Option>();

        var places = db.Places.AsNoTracking().Where(p => p.Kind == kind && (kind == PlaceKind.Academy || p.ParentId == request.ParentId));
        if (kind == PlaceKind.School)
            places = places.Open(db);
        if (kind == PlaceKind.School && request.Cycle is { Length: > 0 } cycle)
            places = places.Where(p => db.Schools.Any(s => s.Id == p.Id && s.Cycles.Contains(cycle)));
        return await (reader.Language == "ar" ? places.OrderBy(p => p.NameAr) : places.OrderBy(p => p.NameFr)).ThenBy(p => p.Id)
            .Take(Most)
            .Select(p => new Option(p.Id, p.Code, p.NameAr, p.NameFr))
            .ToListAsync(ct);
    }
}
