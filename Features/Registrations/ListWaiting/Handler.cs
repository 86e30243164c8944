using Massar.Features.Reference.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.ListWaiting;

public sealed record Query(int Page) : IQuery<Listed>;

/// <summary>All lines.</summary>
public sealed record Export : IQuery<IReadOnlyList<Line>>;

/// <param name="IsOneSchool">The reader is at a school: its name need not stand on every line.</param>
/// <param name="Rule">By which the list is sorted.</param>
public sealed record Listed(int Page, IReadOnlyList<Line> Lines, int Total, bool IsOneSchool, bool MayOffer, WaitingRule Rule) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;
}

/// <param name="Position">From 1 in the list of its school; null where a seat is offered.</param>
public sealed record Line(
    long Id, string Number, int Year, string ChildAr, string ChildLatin, string SchoolAr, string SchoolFr, RegistrationState State, int? Position, Waiter Waiter, DateTime? OfferedUntil);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Listed>, IQueryHandler<Export, IReadOnlyList<Line>>
{
    private const int Most = 2_000;

    public async Task<Outcome<Listed>> Handle(Query query, CancellationToken ct)
    {
        var (lines, rule) = await Lines(ct);
        return new Listed(query.Page, [.. lines.Skip((query.Page - 1) * Listed.PageSize).Take(Listed.PageSize)], lines.Count, user.Has(Permissions.Decide), user.Has(Permissions.Decide), rule);
    }

    public async Task<Outcome<IReadOnlyList<Line>>> Handle(Export export, CancellationToken ct) => (await Lines(ct)).Lines;

    // Offers first, because they have an hour; then the list of each school in its order.
    private async Task<(List<Line> Lines, WaitingRule Rule)> Lines(CancellationToken ct)
    {
        var current = await db.CurrentYear(ct);
        var rows = await (
            from r in db.Registrations.AsNoTracking().VisibleTo(user)
            where r.SchoolYearId >= current && (r.State == RegistrationState.Waiting || r.State == RegistrationState.Offered)
            join place in db.Places on r.SchoolId equals place.Id
            orderby r.SchoolId, r.SchoolYearId, r.Id
            select new { r.Id, r.SchoolYearId, SchoolId = place.Id, r.ChildAr, r.ChildLatin, r.State, r.ZoneSchoolId, r.HasSibling, r.BirthDate, r.QueuedAt, r.CreatedAt, r.OfferedUntil, place.NameAr, place.NameFr }).Take(Most).ToListAsync(ct);
        var figures = new Dictionary<int, YearFigures>();
        foreach (var year in rows.Select(r => r.SchoolYearId).Append(current).Distinct())
            figures[year] = await YearFigures.Of(db, year, AgeRule.SettingsPrefix, ct);
        var rule = WaitingRule.From(figures[rows.Count > 0 ? rows[0].SchoolYearId : current]);
        List<Line> lines = [];
        foreach (var list in rows.GroupBy(r => (r.SchoolId, r.SchoolYearId)))
        {
            var ages = AgeRule.From(list.Key.SchoolYearId, figures[list.Key.SchoolYearId]);
            var waiters = list.ToDictionary(r => r.Id, r => new Waiter(r.Id, r.ZoneSchoolId == r.SchoolId, r.HasSibling, r.BirthDate is { } birth && ages.Judge(birth) == AgeVerdict.Fits, r.QueuedAt ?? r.CreatedAt));
            var positions = WaitingRule.From(figures[list.Key.SchoolYearId]).Sort(list.Where(r => r.State == RegistrationState.Waiting).Select(r => waiters[r.Id])).Select((w, i) => (w.Id, Position: i + 1)).ToDictionary(p => p.Id, p => p.Position);
            lines.AddRange(list.Select(r => new Line(r.Id, Registration.NumberOf(r.SchoolYearId, r.Id), r.SchoolYearId, r.ChildAr, r.ChildLatin, r.NameAr, r.NameFr, r.State,
                positions.TryGetValue(r.Id, out var position) ? position : null, waiters[r.Id], r.OfferedUntil)).OrderBy(l => l.Position ?? 0).ThenBy(l => l.OfferedUntil));
        }

        return (lines, rule);
    }
}
