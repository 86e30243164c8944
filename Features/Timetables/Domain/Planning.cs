using System.Text.Json;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables.Domain;

/// <summary>The plan of one school while somebody changes it: everybody else waits for the row of the school.</summary>
public sealed class SchoolPlan
{
    public required int SchoolId { get; init; }

    public required int Year { get; init; }

    public required SchoolGrid Grid { get; init; }

    /// <summary>By number; those of the school that count today or later.</summary>
    public required IReadOnlyDictionary<int, PlannedAssignment> Assignments { get; init; }

    /// <summary>Rooms of the school, open or not, by number.</summary>
    public required IReadOnlyDictionary<int, Room> Rooms { get; init; }

    /// <summary>Lessons of the school that still hold.</summary>
    public required IReadOnlyList<PlannedLesson> Lessons { get; init; }

    /// <summary>Lessons its teachers give at other schools.</summary>
    public required IReadOnlyList<PlannedLesson> Elsewhere { get; init; }

    public required IReadOnlySet<(long Employee, DayOfWeek Day, string Hour)> Unavailable { get; init; }

    /// <summary>A finder that knows the lessons that stand, without those that are about to change.</summary>
    public ClashFinder Finder(Func<PlannedLesson, bool>? without = null)
    {
        var finder = new ClashFinder(Grid, Unavailable, Assignments);
        foreach (var lesson in Lessons)
            if (without?.Invoke(lesson) != true)
                finder.Add(lesson);
        foreach (var lesson in Elsewhere)
            finder.Add(lesson);
        return finder;
    }

    /// <summary>Against one lesson: the clashes, and a room that is shut.</summary>
    public IReadOnlyList<Clash> Against(PlannedLesson lesson) => [.. Finder(l => l.Id == lesson.Id && lesson.Id != 0).Against(lesson), .. Shut([lesson])];

    /// <summary>Against lessons that take the place of all that hold from their first day on.</summary>
    public IReadOnlyList<Clash> AgainstAll(IReadOnlyList<PlannedLesson> lessons, Func<PlannedLesson, bool>? isKept = null) =>
        [.. Finder(l => isKept?.Invoke(l) != true).AddAll(lessons), .. Shut(lessons)];

    private IEnumerable<Clash> Shut(IReadOnlyList<PlannedLesson> lessons) =>
        lessons.Where(l => l.RoomId is { } room && Rooms.TryGetValue(room, out var found) && !found.IsForLessons).DistinctBy(l => l.RoomId).Select(l => new Clash(ClashKind.RoomShut, l, null, null));
}

/// <summary>Reads a school's plan and changes it, with the trace that lets a change be taken back.</summary>
public sealed class Planning(MassarDb db, CurrentUser user, Reader reader, TimeProvider clock)
{
    /// <summary>The first reasons that are named at a refused lesson; the rest are only counted.</summary>
    private const int MostNamed = 12;

    /// <summary>The plan of the hat's own school in the current year.</summary>
    /// <param name="isChanging">Holds the school's row until the end of the transaction, so that two people cannot put two lessons on one hour.</param>
    public async Task<SchoolPlan?> Of(bool isChanging, CancellationToken ct)
    {
        var school = user.PlaceId;
        if (isChanging && await db.Schools.Below(user).Where(s => s.Id == school).ForUpdate().Select(s => (int?)s.Id).SingleOrDefaultAsync(ct) is null)
            return null;
        return await Read(school, ct);
    }

    /// <summary>The plan of a school, for work that nobody signs in for.</summary>
    public async Task<SchoolPlan?> Read(int school, CancellationToken ct)
    {
        if (await SchoolGrid.Current(db, school, ct) is not { } frame)
            return null;
        var (year, today) = (frame.Year, MoroccanDay.Today(clock));
        var lessons = await db.Lessons.Where(l => l.SchoolId == school && l.SchoolYearId == year && l.EndsOn >= today).Named(db, ct);
        // A teacher who completes the service elsewhere is busy there too.
        var elsewhere = await (
            from t in db.TeachingAssignments
            where t.SchoolId == school && t.SchoolYearId == year
            join l in db.Lessons on new { t.EmployeeId, t.SchoolYearId } equals new { l.EmployeeId, l.SchoolYearId }
            where l.SchoolId != school && l.EndsOn >= today
            select l).Distinct().Named(db, ct);
        var assignments = await db.Classes.Where(c => c.SchoolId == school && c.SchoolYearId == year).Assigned(db, today, ct);
        var unavailable = await db.TeacherUnavailabilities.Where(u => u.SchoolId == school && u.SchoolYearId == year).Select(u => new { u.EmployeeId, u.Weekday, u.Hour }).ToListAsync(ct);
        return new SchoolPlan
        {
            SchoolId = school,
            Year = year,
            Grid = frame.Grid,
            Assignments = assignments.DistinctBy(a => a.Id).ToDictionary(a => a.Id),
            Rooms = await db.Rooms.AsNoTracking().Where(r => r.SchoolId == school).OrderBy(r => r.Code).ToDictionaryAsync(r => r.Id, ct),
            Lessons = lessons,
            Elsewhere = elsewhere,
            Unavailable = unavailable.Select(u => (u.EmployeeId, u.Weekday, u.Hour)).ToHashSet(),
        };
    }

    /// <summary>The spot, if a lesson may stand there: its room is one of the school's, its days are in order, and nothing stands against it.</summary>
    /// <param name="at">The lesson at a spot, in a room of this code.</param>
    public Outcome<LessonSpot> Accept(SchoolPlan plan, LessonSpot spot, Func<LessonSpot, string?, PlannedLesson> at)
    {
        var room = spot.RoomId is { } id ? plan.Rooms.GetValueOrDefault(id) : null;
        if (spot.RoomId is not null && room is null)
            return Refusal.Invalid("Room", "timetables.room.wrong");
        if (spot.EndsOn < spot.StartsOn)
            return Refusal.Invalid("Until", "timetables.day.wrong");
        if (Refuse(plan.Against(at(spot, room?.Code))) is { } refusal)
            return refusal;
        return spot;
    }

    /// <summary>A refusal that names each clash at the field that could put it right; null where there is none.</summary>
    public Refusal? Refuse(IReadOnlyList<Clash> clashes)
    {
        if (clashes.Count == 0)
            return null;
        var fields = new Dictionary<string, Said>(StringComparer.OrdinalIgnoreCase);
        foreach (var clash in clashes.Take(MostNamed))
        {
            // One field, several reasons: the later ones stand under names of their own, and still lead to the form.
            var name = clash.Field;
            for (var n = 2; fields.ContainsKey(name); n++)
                name = $"{clash.Field}-{n}";
            fields[name] = clash.Say(reader);
        }

        return new Refusal(RefusalKind.Conflict, new Said("timetables.clash")) { Fields = fields, NextStep = new Said("timetables.clash.next") };
    }

    /// <summary>The first lesson held at an hour that is to be kept free of lessons, as a refusal that names it; null where there is none.</summary>
    /// <param name="key">Says class, day and hour.</param>
    public Refusal? Busy(string key, SchoolGrid grid, IEnumerable<PlannedLesson> lessons, Func<(DayOfWeek Day, string Hour), bool> isToBeFree)
    {
        foreach (var lesson in lessons)
            foreach (var hour in grid.Run(lesson.Weekday, lesson.FirstHour, lesson.Hours) ?? [])
                if (isToBeFree((lesson.Weekday, hour.Code)))
                    return Refusal.Conflict(key, lesson.ClassName, Formats.Day(lesson.Weekday, reader.Language), Formats.Time(hour.From)).Next("timetables.hours.busy.next");
        return null;
    }

    /// <summary>Writes down what a lesson was and became.</summary>
    public LessonChange Trace(Lesson lesson, LessonSpot? was, LessonSpot? became)
    {
        var change = new LessonChange
        {
            SchoolId = lesson.SchoolId,
            ClassId = lesson.ClassId,
            LessonId = lesson.Id,
            AssignmentId = lesson.AssignmentId,
            Was = Write(was),
            Became = Write(became),
            AccountId = user.AccountId,
            At = clock.GetUtcNow().UtcDateTime,
        };
        db.LessonChanges.Add(change);
        return change;
    }

    public static string? Write(LessonSpot? spot) => spot is null ? null : JsonSerializer.Serialize(spot);

    public static LessonSpot? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<LessonSpot>(json);

    public static Lesson New(SchoolPlan plan, PlannedAssignment assignment, LessonSpot spot) => new()
    {
        SchoolId = plan.SchoolId,
        SchoolYearId = plan.Year,
        ClassId = assignment.ClassId,
        SubjectCode = assignment.SubjectCode,
        AssignmentId = assignment.Id,
        EmployeeId = assignment.EmployeeId,
        RoomId = spot.RoomId,
        Half = spot.Half,
        Weekday = spot.Weekday,
        FirstHour = spot.FirstHour,
        Hours = spot.Hours,
        StartsOn = spot.StartsOn,
        EndsOn = spot.EndsOn,
    };

    /// <summary>Puts a whole timetable in place of the one that stands, from a day: what was held before ends the day before.</summary>
    /// <param name="isKept">Lessons that stay as they are.</param>
    public async Task Replace(SchoolPlan plan, DateOnly from, IEnumerable<Lesson> lessons, Func<Lesson, bool>? isKept, CancellationToken ct)
    {
        var (school, year) = (plan.SchoolId, plan.Year);
        foreach (var old in await db.Lessons.Where(l => l.SchoolId == school && l.SchoolYearId == year && l.EndsOn >= from).ToListAsync(ct))
        {
            if (isKept?.Invoke(old) == true)
                continue;
            if (old.StartsOn >= from)
                db.Lessons.Remove(old);
            else
                old.EndsOn = from.AddDays(-1);
        }

        db.Lessons.AddRange(lessons);
    }
}
