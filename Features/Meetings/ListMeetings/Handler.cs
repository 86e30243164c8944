using System.Globalization;
using Massar.Features.Meetings.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Meetings.ListMeetings;

/// <param name="IsWhole">All lines, for a file that leaves the house: needs a fresh second factor.</param>
public sealed record Query(string? Day, string? State, int Page, bool IsWhole) : IQuery<Board>;

/// <param name="Day">Null from today on.</param>
public sealed record Board(Query Query, DateOnly? Day, DateOnly Today, IReadOnlyList<MeetingLine> Lines, int Total, int Page) : IShowsPersons
{
    public const int PageSize = 20;

    public int Pages => (Total + PageSize - 1) / PageSize;

    int IShowsPersons.PersonsShown => Lines.Count;
}

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Board>
{
    private const int Most = 20_000;

    public async Task<Outcome<Board>> Handle(Query query, CancellationToken ct)
    {
        if (query.IsWhole && !user.HasSteppedUp(clock))
            return Refusal.StepUp;

        var today = MoroccanDay.Today(clock);
        var asked = TypedDay.Read(query.Day);
        var meetings = db.Meetings.VisibleTo(user, db, today);
        meetings = asked is null ? meetings.Where(m => m.Day >= today) : meetings.Where(m => m.Day == asked);
        if (query.State != "all")
        {
            var state = Enum.TryParse<MeetingState>(query.State, out var one) && Enum.IsDefined(one) ? one : MeetingState.Booked;
            meetings = meetings.Where(m => m.State == state);
        }

        var total = query.IsWhole ? 0 : await meetings.CountAsync(ct);
        var page = query.IsWhole ? 1 : Math.Clamp(query.Page, 1, Math.Max(1, (total + Board.PageSize - 1) / Board.PageSize));
        var lines = await meetings.Named(db).OrderBy(m => m.Day).ThenBy(m => m.Minute).ThenBy(m => m.Id).Skip((page - 1) * Board.PageSize).Take(query.IsWhole ? Most : Board.PageSize).AsNoTracking().ToListAsync(ct);
        return new Board(query, asked, today, lines, query.IsWhole ? lines.Count : total, page);
    }
}
