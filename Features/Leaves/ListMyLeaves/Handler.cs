using System.Text.Json.Serialization;
using Massar.Features.Leaves.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Leaves.ListMyLeaves;

public sealed record Query : IQuery<MyLeaves>;

/// <param name="Used">The kinds used this year, on the civil year.</param>
public sealed record MyLeaves(IReadOnlyList<Line> Lines, IReadOnlyList<Used> Used, IReadOnlyList<FlagLine> Flags, DateOnly Today, [property: JsonIgnore] LeaveBook Book);

public sealed record Line(long Id, string TypeCode, DateOnly StartsOn, DateOnly EndsOn, int Days, LeaveState State, bool IsPaperMissing);

public sealed record Used(string Code, int Days, int? Most);

public sealed record FlagLine(long Id, int Count, FlagState State, DateOnly ReplyDueOn);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, MyLeaves>
{
    private const int Most = 100;

    public async Task<Outcome<MyLeaves>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var mine = await db.Leaves.OfEmployee(user).AsNoTracking().OrderByDescending(l => l.StartsOn).ThenByDescending(l => l.Id).Take(Most).ToListAsync(ct);
        var book = await LeaveBook.Current(db, ct);
        var employee = user.EmployeeId ?? 0;
        var flags = await db.LeaveFlags.AsNoTracking().Where(f => f.EmployeeId == employee).OrderByDescending(f => f.OpenedAt).Select(f => new FlagLine(f.Id, f.Count, f.State, f.ReplyDueOn)).Take(Most).ToListAsync(ct);

        List<LeaveSpan> spans = [.. mine.Where(l => LeaveStates.Of(l.State).IsLive).Select(l => new LeaveSpan(l.CountedAs, l.StartsOn, l.LastDay))];
        var (first, last) = (new DateOnly(today.Year, 1, 1), new DateOnly(today.Year, 12, 31));
        var used = spans.Select(s => book.Find(s.Code)).OfType<LeaveType>().Distinct().OrderBy(t => t.Order)
            .Select(t => new Used(t.Code, book.Counters.Used(t, spans, first, last), t.Window == LeaveType.Civil ? t.MaxDays : null)).Where(u => u.Days > 0);
        return new MyLeaves([.. mine.Select(l => new Line(l.Id, l.TypeCode, l.StartsOn, l.LastDay, l.Days, l.State, l.PaperDueOn is not null && l.PaperId is null && LeaveStates.Of(l.State).Turn != LeaveTurn.Nobody))], [.. used], flags, today, book);
    }
}
