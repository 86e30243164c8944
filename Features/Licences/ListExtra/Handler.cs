using Massar.Features.Employees.Domain;
using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.ListExtra;

/// <param name="State">A state by name, "all"; without it those that wait, and hours that were never asked for.</param>
/// <param name="IsWhole">For a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? State, string? Words, int Page, bool IsWhole) : IQuery<Listed>;

public sealed record Listed(Query Query, IReadOnlyList<Line> Lines, int Total, int Page) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed record Line(long Id, string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, string SchoolAr, string SchoolFr, int Hours, DateOnly Until, ExtraState State);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Listed>
{
    private const int Most = 5_000;

    public async Task<Outcome<Listed>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var rows = db.ExtraHours.AnsweredBy(user);
        rows = query.State switch
        {
            "all" => rows,
            _ when Enum.TryParse<ExtraState>(query.State, out var one) && Enum.IsDefined(one) => rows.Where(x => x.State == one),
            _ => rows.Where(x => x.State == ExtraState.Asked || x.State == ExtraState.Unasked),
        };
        var pairs = rows.Join(db.Employees, x => x.EmployeeId, e => e.Id, (x, e) => new Pair { Extra = x, Employee = e });
        var words = BidiSafe.Clean(query.Words);
        pairs = Employee.IsPpr(words) ? pairs.Where(r => r.Employee.Ppr == words) : pairs.NamedLike(r => r.Employee.SearchKey, words);
        var total = query.IsWhole ? 0 : await pairs.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Listed.PageSize - 1) / Listed.PageSize));
        var lines = await (
            from r in pairs.OrderByDescending(r => r.Extra.AskedAt).ThenByDescending(r => r.Extra.Id).Skip((page - 1) * Listed.PageSize).Take(query.IsWhole ? Most : Listed.PageSize)
            join place in db.Places on r.Employee.PlaceId equals place.Id
            join school in db.Places on r.Extra.SchoolId equals school.Id
            orderby r.Extra.AskedAt descending, r.Extra.Id descending
            select new Line(
                r.Extra.Id, r.Employee.Ppr, r.Employee.LastNameAr + " " + r.Employee.FirstNameAr, r.Employee.LastNameLatin + " " + r.Employee.FirstNameLatin, place.NameAr, place.NameFr, school.NameAr, school.NameFr,
                r.Extra.Hours, r.Extra.Until, r.Extra.State)).AsNoTracking().ToListAsync(ct);
        return new Listed(query, lines, query.IsWhole ? lines.Count : total, page);
    }

    private sealed class Pair
    {
        public required ExtraHours Extra { get; init; }

        public required Employee Employee { get; init; }
    }
}
