using Massar.Features.Strikes.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Strikes.ListDays;

/// <param name="From">The first day, as typed; none: all.</param>
/// <param name="To">The last day, as typed.</param>
/// <param name="IsWhole">All lines, for a file.</param>
public sealed record Query(string? From, string? To, int Page, bool IsWhole = false) : IQuery<Days>;

/// <summary>One page of lists, the latest day first, with the totals of all.</summary>
public sealed record Days(string? From, string? To, int Total, int Page, int Absent, IReadOnlyList<DayLine> Lines)
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

/// <summary>One school on one day.</summary>
public sealed record DayLine(long Id, DateOnly Day, string PlaceAr, string PlaceFr, int Expected, int Absent, int Told, int Replied, int Accepted, int Upheld, int Proposed);

/// <remarks>Three statements.</remarks>
public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Days>
{
    private const int Most = 20_000;

    public async Task<Outcome<Days>> Handle(Query query, CancellationToken ct)
    {
        var days = db.StrikeDays.Below(user);
        if (TypedDay.Read(query.From) is { } from)
            days = days.Where(d => d.Day >= from);
        if (TypedDay.Read(query.To) is { } to)
            days = days.Where(d => d.Day <= to);
        var count = await days.CountAsync(ct);
        var absences = db.StrikeAbsences.Standing(db);
        var absent = await db.StrikeAbsences.CountAsync(a => a.State != StrikeState.Accepted && days.Any(d => d.Id == a.StrikeDayId), ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (count + Days.PageSize - 1) / Days.PageSize));
        var lines = await (
            from d in days
            join p in db.Places on d.PlaceId equals p.Id
            orderby d.Day descending, p.NameAr, d.Id
            select new DayLine(d.Id, d.Day, p.NameAr, p.NameFr, d.Expected,
                absences.Count(a => a.Of.StrikeDayId == d.Id && a.State != StrikeState.Accepted), absences.Count(a => a.Of.StrikeDayId == d.Id && a.State == StrikeState.Told),
                absences.Count(a => a.Of.StrikeDayId == d.Id && a.State == StrikeState.Replied), absences.Count(a => a.Of.StrikeDayId == d.Id && a.State == StrikeState.Accepted),
                absences.Count(a => a.Of.StrikeDayId == d.Id && a.State == StrikeState.Upheld), absences.Count(a => a.Of.StrikeDayId == d.Id && a.State == StrikeState.Proposed)))
            .Skip((page - 1) * Days.PageSize).Take(query.IsWhole ? Most : Days.PageSize).ToListAsync(ct);
        return new Days(query.From, query.To, count, page, absent, lines);
    }
}
