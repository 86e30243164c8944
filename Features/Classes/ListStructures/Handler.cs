using Massar.Features.Classes.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Classes.ListStructures;

/// <param name="State">A state's name; all when it is none.</param>
public sealed record Query(string? State, int? Page) : IQuery<Found>;

/// <param name="NotSent">Open schools that have sent nothing yet.</param>
public sealed record Found(int Year, StructureState? State, IReadOnlyList<Line> Lines, int Page, int Pages, int NotSent);

public sealed record Line(int Id, string NameAr, string NameFr, string CommuneAr, string CommuneFr, StructureState State, DateTime SentAt, int Pupils, int Classes);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Found>
{
    private const int PageSize = 20;

    public async Task<Outcome<Found>> Handle(Query request, CancellationToken cancellationToken)
    {
        var path = user.PlacePath;
        var year = await db.CurrentYear(cancellationToken) + 1;
        var sent = db.Structures.SentTo(user, db).Where(s => s.SchoolYearId == year);
        var notSent = await db.Schools.CountAsync(s => s.Place.Path.StartsWith(path) && s.Place.Kind == Schools.Domain.PlaceKind.School && s.ClosedOn == null
            && !db.Structures.Any(p => p.SchoolId == s.Id && p.SchoolYearId == year && p.SentAt != null), cancellationToken);
        StructureState? state = Enum.TryParse<StructureState>(request.State, out var wanted) && Enum.IsDefined(wanted) ? wanted : null;
        if (state is { } only) sent = sent.Where(s => s.State == only);
        var total = await sent.CountAsync(cancellationToken);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(request.Page ?? 1, 1, pages);
        // Whoever waits longest comes first.
        var lines = await (
            from s in sent
            join place in db.Places on s.SchoolId equals place.Id
            join commune in db.Places on place.ParentId equals commune.Id
            orderby s.State == StructureState.Sent descending, s.SentAt, s.Id
            select new Line(s.Id, place.NameAr, place.NameFr, commune.NameAr, commune.NameFr, s.State, s.SentAt!.Value, s.Lines.Sum(l => l.Pupils), s.Lines.Sum(l => l.Classes)))
            .Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(cancellationToken);
        return new Found(year, state, lines, page, pages, notSent);
    }
}
