using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Timetables.Domain;

/// <summary>Why a lesson cannot stand where somebody wants it.</summary>
public enum ClashKind
{
    /// <summary>The school does not teach then, or the lesson runs over the end of the half day.</summary>
    Closed,

    /// <summary>The class is in another lesson.</summary>
    Class,

    /// <summary>The teacher is in another lesson, here or at another school.</summary>
    Teacher,

    /// <summary>Another class is in the room.</summary>
    Room,

    /// <summary>The teacher said not to be available.</summary>
    Unavailable,

    /// <summary>More hours than are due.</summary>
    Over,

    /// <summary>The assignment does not count on those days.</summary>
    Assignment,

    /// <summary>The room is closed or not for lessons.</summary>
    RoomShut,
}

/// <summary>One thing that stands against a lesson.</summary>
/// <param name="Other">The lesson it meets, where it is one.</param>
/// <param name="Hour">The first hour they meet at.</param>
/// <param name="Placed">For <see cref="ClashKind.Over"/>: hours there would be.</param>
/// <param name="Due">For <see cref="ClashKind.Over"/>: hours that are due.</param>
public sealed record Clash(ClashKind Kind, PlannedLesson Lesson, PlannedLesson? Other, TimeOnly? Hour, int Placed = 0, int Due = 0)
{
    /// <summary>The form's field that could put it right.</summary>
    public string Field => Kind switch
    {
        ClashKind.Closed or ClashKind.Class => "Start",
        ClashKind.Room or ClashKind.RoomShut => "Room",
        _ => "Assignment",
    };

    /// <summary>In words: "one teacher is in 3/2 and 3/4 on Monday 10:00".</summary>
    public Said Say(Reader reader)
    {
        var (day, hour) = (Formats.Day(Lesson.Weekday, reader.Language), Hour is { } at ? Formats.Time(at) : "");
        var (teacher, subject) = (reader.Name(Lesson.TeacherAr, Lesson.TeacherLatin), reader.Name(Lesson.SubjectAr, Lesson.SubjectFr));
        return Kind switch
        {
            ClashKind.Closed => new Said("timetables.clash.closed", day, hour),
            ClashKind.Class => new Said("timetables.clash.class", Lesson.ClassName, reader.Name(Other!.SubjectAr, Other.SubjectFr), subject, day, hour),
            ClashKind.Teacher => new Said("timetables.clash.teacher", teacher, Other!.ClassName, Lesson.ClassName, day, hour),
            ClashKind.Room => new Said("timetables.clash.room", Lesson.RoomCode ?? "", Other!.ClassName, Lesson.ClassName, day, hour),
            ClashKind.Unavailable => new Said("timetables.clash.unavailable", teacher, day, hour),
            ClashKind.Over => new Said("timetables.clash.over", subject, Lesson.ClassName, Placed, Due),
            ClashKind.Assignment => new Said("timetables.clash.assignment", teacher, subject, Lesson.ClassName),
            _ => new Said("timetables.clash.room-shut", Lesson.RoomCode ?? ""),
        };
    }
}

/// <summary>
/// Finds what stands against lessons: each pair is looked at once, by hour of the week and by who or what is busy then, so that a whole
/// school is checked in one pass.
/// </summary>
/// <param name="grid">The hours of the school.</param>
/// <param name="unavailable">Hours at which teachers cannot be given a lesson.</param>
/// <param name="due">Hours due by assignment; an assignment that is not there is not checked.</param>
public sealed class ClashFinder(SchoolGrid grid, IReadOnlySet<(long Employee, DayOfWeek Day, string Hour)> unavailable, IReadOnlyDictionary<int, PlannedAssignment> due)
{
    /// <summary>Nobody reads more of them; a file that puts everybody at one hour must not fill the memory with pairs.</summary>
    public const int Most = 200;

    private readonly Dictionary<(int Kind, long Who, DayOfWeek Day, int Hour), List<PlannedLesson>> busy = [];
    private readonly Dictionary<int, List<PlannedLesson>> byAssignment = [];

    /// <summary>Takes a lesson in as one that stands, without looking.</summary>
    public void Add(PlannedLesson lesson)
    {
        foreach (var key in Keys(lesson))
            (busy.TryGetValue(key, out var list) ? list : busy[key] = []).Add(lesson);
        (byAssignment.TryGetValue(lesson.AssignmentId, out var own) ? own : byAssignment[lesson.AssignmentId] = []).Add(lesson);
    }

    /// <summary>Everything that stands against a lesson, given those taken in; each reason once.</summary>
    public IReadOnlyList<Clash> Against(PlannedLesson lesson)
    {
        var clashes = new List<Clash>();
        var run = grid.Run(lesson.Weekday, lesson.FirstHour, lesson.Hours);
        if (run is null)
            clashes.Add(new Clash(ClashKind.Closed, lesson, null, grid.Hours.Find(lesson.FirstHour)?.From));

        foreach (var key in Keys(lesson))
        {
            if (!busy.TryGetValue(key, out var others))
                continue;
            foreach (var other in others.Where(o => Meet(lesson, o)))
            {
                var kind = (ClashKind)key.Kind;
                // Halves of a class are taught beside each other, and by different people in different rooms.
                if (kind == ClashKind.Class && lesson.Half != 0 && other.Half != 0 && lesson.Half != other.Half)
                    continue;
                if (!clashes.Exists(c => c.Kind == kind && ReferenceEquals(c.Other, other)))
                    clashes.Add(new Clash(kind, lesson, other, grid.Hours.All[key.Hour].From));
            }
        }

        foreach (var hour in run ?? [])
            if (unavailable.Contains((lesson.EmployeeId, lesson.Weekday, hour.Code)))
            {
                clashes.Add(new Clash(ClashKind.Unavailable, lesson, null, hour.From));
                break;
            }

        if (due.TryGetValue(lesson.AssignmentId, out var assignment))
        {
            if (lesson.EndsOn < assignment.StartsOn || assignment.EndsOn < lesson.StartsOn)
                clashes.Add(new Clash(ClashKind.Assignment, lesson, null, null));
            // Halves are taught the hours twice, once for each.
            var there = byAssignment.TryGetValue(lesson.AssignmentId, out var own) ? own.Where(o => Meet(o, lesson) && (o.Half == 0 || lesson.Half == 0 || o.Half == lesson.Half)).Sum(o => o.Hours) : 0;
            if (there + lesson.Hours > assignment.HoursDue)
                clashes.Add(new Clash(ClashKind.Over, lesson, null, null, there + lesson.Hours, assignment.HoursDue));
        }

        return clashes;
    }

    /// <summary>
    /// Looks at lessons one after the other, taking each in: what is found is what stands between them, and against those that stood before.
    /// Stops looking at <see cref="Most"/>.
    /// </summary>
    public IReadOnlyList<Clash> AddAll(IEnumerable<PlannedLesson> lessons)
    {
        var clashes = new List<Clash>();
        foreach (var lesson in lessons)
        {
            clashes.AddRange(Against(lesson));
            if (clashes.Count >= Most)
                break;
            Add(lesson);
        }

        return clashes;
    }

    /// <summary>Held on days that both have.</summary>
    private static bool Meet(PlannedLesson one, PlannedLesson other) => one.StartsOn <= other.EndsOn && other.StartsOn <= one.EndsOn;

    private IEnumerable<(int Kind, long Who, DayOfWeek Day, int Hour)> Keys(PlannedLesson lesson)
    {
        var first = grid.IndexOf(lesson.FirstHour);
        for (var hour = first; first >= 0 && hour < Math.Min(first + lesson.Hours, grid.Hours.All.Count); hour++)
        {
            yield return ((int)ClashKind.Class, lesson.ClassId, lesson.Weekday, hour);
            yield return ((int)ClashKind.Teacher, lesson.EmployeeId, lesson.Weekday, hour);
            if (lesson.RoomId is { } room)
                yield return ((int)ClashKind.Room, room, lesson.Weekday, hour);
        }
    }
}
