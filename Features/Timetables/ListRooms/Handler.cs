using Massar.Features.Schools.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.ListRooms;

public sealed record Query(int? Page) : IQuery<RoomList>
{
    /// <summary>All rooms, for a file.</summary>
    public bool IsWhole { get; init; }
}

/// <param name="Open">Hours a week the school teaches.</param>
public sealed record RoomList(IReadOnlyList<RoomLine> Rooms, int Page, int Pages, int Open);

/// <param name="Used">Hours of the week with a lesson.</param>
public sealed record RoomLine(int Id, string Code, RoomKind Kind, int Capacity, RoomState State, int Used);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, RoomList>
{
    private const int Size = 20;
    private const int Most = 1_000;

    public async Task<Outcome<RoomList>> Handle(Query request, CancellationToken cancellationToken)
    {
        var rooms = db.Rooms.InSchoolsOf(user, db);
        var count = await rooms.CountAsync(cancellationToken);
        var pages = Math.Max(1, (count + Size - 1) / Size);
        var page = Math.Clamp(request.Page ?? 1, 1, pages);
        var grid = (await SchoolGrid.Current(db, user.PlaceId, cancellationToken))?.Grid;
        var today = MoroccanDay.Today(clock);
        var day = grid is null ? today : Week.Shown(grid, today);
        var rows = await rooms.OrderBy(r => r.Code).Skip(request.IsWhole ? 0 : (page - 1) * Size).Take(request.IsWhole ? Most : Size)
            .Select(r => new RoomLine(r.Id, r.Code, r.Kind, r.Capacity, r.State, db.Lessons.Where(l => l.RoomId == r.Id && l.StartsOn <= day && l.EndsOn >= day).Sum(l => l.Hours))).AsNoTracking().ToListAsync(cancellationToken);
        return new RoomList(rows, page, pages, grid is null ? 0 : SchoolGrid.Days.Sum(d => grid.On(d).Count()));
    }
}
