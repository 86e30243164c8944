using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Reference.ListWindows;

public sealed record Query(int? Year) : IQuery<Found>;

/// <param name="Years">Those there is a choice of, the newest first.</param>
public sealed record Found(int Year, IReadOnlyList<YearChoice> Years, DateOnly Today, IReadOnlyList<Line> Lines);

public sealed record YearChoice(int Id, string Label);

/// <param name="MoveDays">By how many days either end may be moved.</param>
/// <param name="OwnFrom">The directorate's own days; null where the ministry's count.</param>
public sealed record Line(int Entry, string Code, string NameAr, string NameFr, DateOnly StartsOn, DateOnly EndsOn, int MoveDays, DateOnly? OwnFrom, DateOnly? OwnTo, string? Reason)
{
    public bool IsMoved => OwnFrom is not null;

    public DateOnly From => OwnFrom ?? StartsOn;

    public DateOnly To => OwnTo ?? EndsOn;
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Found>
{
    public async Task<Outcome<Found>> Handle(Query request, CancellationToken cancellationToken)
    {
        var place = user.PlaceId;
        var years = await db.SchoolYears.AsNoTracking().OrderByDescending(y => y.Id).ToListAsync(cancellationToken);
        var year = (years.Find(y => y.Id == request.Year) ?? years.Find(y => y.IsCurrent))?.Id ?? 0;
        var lines = await (
            from c in db.CalendarEntries
            where c.SchoolYearId == year && c.Kind == "window" && c.Code != null
            join m in db.MovedWindows.Where(m => m.PlaceId == place) on c.Id equals m.EntryId into own
            from m in own.DefaultIfEmpty()
            orderby c.StartsOn, c.Id
            select new Line(c.Id, c.Code!, c.NameAr, c.NameFr, c.StartsOn, c.EndsOn, c.MoveDays, m == null ? null : m.StartsOn ?? c.StartsOn, m == null ? null : m.EndsOn ?? c.EndsOn, m.Reason)).AsNoTracking().ToListAsync(cancellationToken);
        return new Found(year, [.. years.Select(y => new YearChoice(y.Id, y.Label))], MoroccanDay.Today(clock), lines);
    }
}
