using Massar.Features.Attendance.Domain;
using Massar.Features.Classes.Domain;
using Massar.Features.Schools.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.FindFree;

/// <param name="Day">1 is Monday; today when it is not said.</param>
/// <param name="Hour">The hour that runs now when it is not said.</param>
public sealed record Query(int? Day, string? Hour) : IQuery<FreeNow>;

/// <param name="Hour">Null where the year has no hours.</param>
/// <param name="IsNow">Nobody asked for another hour.</param>
/// <param name="IsOpen">The school teaches then.</param>
public sealed record FreeNow(DayOfWeek Day, LessonHour? Hour, bool IsNow, bool IsOpen, IReadOnlyList<LessonHour> Hours, IReadOnlyList<FreeTeacher> Teachers, IReadOnlyList<FreeRoom> Rooms) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Teachers.Count;
}

/// <param name="Until">The next hour of the half day at which the teacher is busy; null until its end.</param>
/// <param name="IsHere">Has a lesson in that half day, so is in the school.</param>
public sealed record FreeTeacher(long Id, string NameAr, string NameLatin, TimeOnly? Until, bool IsHere);

public sealed record FreeRoom(int Id, string Code, RoomKind Kind, int Capacity, TimeOnly? Until);

public sealed class Handler(MassarDb db, WhoIsFree free, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, FreeNow>
{
    private const int Most = 300;

    public async Task<Outcome<FreeNow>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (await SchoolGrid.Current(db, user.PlaceId, cancellationToken) is not { } frame) return Refusal.NotFound;
        var (year, grid) = frame;
        var local = MoroccanDay.Local(clock.GetUtcNow().UtcDateTime);
        var day = request.Day is >= 1 and <= 6 and var asked ? (DayOfWeek)asked : local.DayOfWeek == DayOfWeek.Sunday ? DayOfWeek.Monday : local.DayOfWeek;
        var hour = grid.Hours.Find(request.Hour ?? "") ?? grid.Hours.At(TimeOnly.FromDateTime(local));
        if (hour is null) return new FreeNow(day, null, true, false, [], [], []);

        // Of a day of the week: the next one that comes.
        var today = DateOnly.FromDateTime(local);
        var date = Week.Shown(grid, today.AddDays(((int)day - (int)today.DayOfWeek + 7) % 7));
        var taken = await free.On(user.PlacePath, year, grid, date, cancellationToken);
        var path = user.PlacePath;
        var staff = await (
            from id in db.TeachingAssignments.LiveOn(date).Where(t => t.SchoolYearId == year && db.Places.Any(p => p.Id == t.SchoolId && p.Path.StartsWith(path))).Select(t => t.EmployeeId).Distinct()
            join e in db.Employees on id equals e.Id
            orderby e.LastNameAr, e.FirstNameAr, e.Id
            select new { e.Id, e.LastNameAr, e.FirstNameAr, e.LastNameLatin, e.FirstNameLatin }).AsNoTracking().Take(Most).ToListAsync(cancellationToken);
        var rooms = await db.Rooms.InSchoolsOf(user, db).Where(r => r.State == RoomState.InUse).OrderBy(r => r.Code).AsNoTracking().Take(Most).ToListAsync(cancellationToken);

        return new FreeNow(day, hour, request.Day is null && request.Hour is null, grid.IsOpen(day, hour.Code), grid.Hours.All,
            [.. staff.Where(s => taken.IsFree(s.Id, hour)).Select(s => new FreeTeacher(s.Id, $"{s.LastNameAr} {s.FirstNameAr}", $"{s.LastNameLatin} {s.FirstNameLatin}", Until(taken.Teachers[s.Id]), taken.IsHere(s.Id, hour.Half))).OrderByDescending(t => t.IsHere)],
            [.. rooms.Where(r => r.IsForLessons && !taken.Rooms[r.Id].Contains(hour)).Select(r => new FreeRoom(r.Id, r.Code, r.Kind, r.Capacity, Until(taken.Rooms[r.Id])))]);

        TimeOnly? Until(IEnumerable<LessonHour> busy) => busy.Where(h => h.Half == hour.Half && h.From > hour.From).Select(h => (TimeOnly?)h.From).Min();
    }
}
