using Massar.Features.StaffMerges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;

namespace Massar.Features.StaffMerges.ListDoubles;

public sealed record Query(int? Page) : IQuery<Found>;

public sealed record Found(IReadOnlyList<PossibleDouble> Lines, int Page, int Pages, int Total) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 2 * Lines.Count;
}

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Found>
{
    private const int PageSize = 20;

    public async Task<Outcome<Found>> Handle(Query query, CancellationToken ct)
    {
        var all = await db.PossibleStaff(user, ct);
        var pages = Math.Max(1, (all.Count + PageSize - 1) / PageSize);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        return new Found([.. all.Skip((page - 1) * PageSize).Take(PageSize)], page, pages, all.Count);
    }
}
