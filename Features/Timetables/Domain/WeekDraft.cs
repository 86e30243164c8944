using Massar.Features.Attendance.Domain;

namespace Massar.Features.Timetables.Domain;

/// <summary>A school's plan as the solver's problem, and the solver's week as lessons of the school.</summary>
public sealed class WeekDraft
{
    private readonly List<PlannedAssignment> assignments;
    private readonly List<IReadOnlyList<int>> rooms;
    private readonly List<int?> homes;
    private readonly HashSet<(int Room, int Day, int Hour)> taken;
    private readonly SchoolGrid grid;

    private WeekDraft(SchoolGrid grid, WeekProblem problem, List<PlannedAssignment> assignments, List<IReadOnlyList<int>> rooms, List<int?> homes, HashSet<(int, int, int)> taken) =>
        (this.grid, Problem, this.assignments, this.rooms, this.homes, this.taken) = (grid, problem, assignments, rooms, homes, taken);

    public WeekProblem Problem { get; }

    /// <param name="keeps">Lessons that stand stay where they are.</param>
    /// <param name="doubles">Subjects taught two hours in a row.</param>
    /// <param name="from">First day of the week that is made.</param>
    public static WeekDraft Of(SchoolPlan plan, bool keeps, HashSet<string> doubles, DateOnly from)
    {
        var grid = plan.Grid;
        var hours = grid.Hours.All;
        var assignments = plan.Assignments.Values.Where(a => a.StartsOn <= plan.Grid.Until && (a.EndsOn is null || a.EndsOn >= from)).OrderBy(a => a.Id).ToList();
        var classes = assignments.Select(a => a.ClassId).Distinct().Order().Select((id, n) => (id, n)).ToDictionary(c => c.id, c => c.n);
        var teachers = assignments.Select(a => a.EmployeeId).Distinct().Order().Select((id, n) => (id, n)).ToDictionary(t => t.id, t => t.n);
        var teacherIds = teachers.OrderBy(t => t.Value).Select(t => t.Key).ToList();

        var kinds = Enum.GetValues<RoomKind>().Where(Room.Holds).ToList();
        var rooms = kinds.Select(k => (IReadOnlyList<int>)[.. plan.Rooms.Values.Where(r => r.IsForLessons && r.Kind == k).OrderBy(r => r.Code, StringComparer.Ordinal).Select(r => r.Id)]).ToList();
        // What the school has no special room for is taught in an ordinary one; where there are none at all, nobody counts.
        int KindOf(string subject) => rooms[kinds.IndexOf(Room.For(subject))].Count > 0 ? kinds.IndexOf(Room.For(subject)) : 0;
        int KindOfRoom(int room) => rooms.FindIndex(r => r.Contains(room));

        // A class that has its room now keeps it.
        var homes = classes.OrderBy(c => c.Value).Select(c => plan.Lessons.Where(l => l.ClassId == c.Key && l.RoomId is { } room && rooms[0].Contains(room)).GroupBy(l => l.RoomId).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => g.Key).FirstOrDefault()).ToList();
        var unused = new Queue<int>(rooms[0].Except(homes.OfType<int>()));
        for (var n = 0; n < homes.Count; n++)
            if (homes[n] is null && unused.TryDequeue(out var room))
                homes[n] = room;

        var (stands, taken) = (new List<FixedUnit>(), new HashSet<(int, int, int)>());
        foreach (var lesson in keeps ? plan.Lessons.Where(l => l.EndsOn >= from) : [])
        {
            var hour = grid.IndexOf(lesson.FirstHour);
            stands.Add(new FixedUnit(classes.GetValueOrDefault(lesson.ClassId, -1), teachers.GetValueOrDefault(lesson.EmployeeId, -1), lesson.AssignmentId, DayOf(lesson.Weekday), hour, lesson.Hours, lesson.RoomId is { } room ? KindOfRoom(room) : -1));
            for (var h = hour; lesson.RoomId is { } at && h < hour + lesson.Hours; h++)
                taken.Add((at, DayOf(lesson.Weekday), h));
        }

        foreach (var lesson in plan.Elsewhere.Where(l => teachers.ContainsKey(l.EmployeeId) && l.EndsOn >= from))
            stands.Add(new FixedUnit(-1, teachers[lesson.EmployeeId], lesson.AssignmentId, DayOf(lesson.Weekday), grid.IndexOf(lesson.FirstHour), lesson.Hours, -1));

        var units = new List<WeekUnit>();
        for (var n = 0; n < assignments.Count; n++)
        {
            var assignment = assignments[n];
            var there = keeps ? plan.Lessons.Where(l => l.AssignmentId == assignment.Id && l.Half != 2 && l.EndsOn >= from).Sum(l => l.Hours) : 0;
            foreach (var length in WeekSolver.Split(Math.Max(0, assignment.HoursDue - there), doubles.Contains(assignment.SubjectCode)))
                units.Add(new WeekUnit(n, classes[assignment.ClassId], teachers[assignment.EmployeeId], assignment.Id, length, KindOf(assignment.SubjectCode)));
        }

        return new WeekDraft(grid, new WeekProblem
        {
            Days = SchoolGrid.Days.Count,
            HoursADay = hours.Count,
            Noon = hours.Count(h => h.Half == HalfDay.Morning),
            Classes = classes.Count,
            Teachers = teachers.Count,
            IsOpen = (day, hour) => grid.IsOpen(SchoolGrid.Days[day], hours[hour].Code),
            IsAvailable = (teacher, day, hour) => !plan.Unavailable.Contains((teacherIds[teacher], SchoolGrid.Days[day], hours[hour].Code)),
            Rooms = [.. rooms.Select(r => r.Count == 0 ? -1 : r.Count)],
            Units = units,
            Fixed = stands,
        }, assignments, rooms, homes, taken);

        static int DayOf(DayOfWeek day) => ((IList<DayOfWeek>)SchoolGrid.Days).IndexOf(day);
    }

    /// <summary>The week as lessons with rooms.</summary>
    public ProposedWeek Read(WeekResult result)
    {
        var given = WeekSolver.Furnish(Problem, result.Placed, rooms, c => homes[c], (room, day, hour) => taken.Contains((room, day, hour)));
        return new ProposedWeek(
            [.. result.Placed.Select((p, n) => new ProposedLesson(assignments[p.Unit.Key].Id, SchoolGrid.Days[p.Day], grid.Hours.All[p.Hour].Code, p.Unit.Hours, given[n])).OrderBy(l => l.AssignmentId).ThenBy(l => l.Weekday).ThenBy(l => l.FirstHour, StringComparer.Ordinal)],
            [.. result.Unplaced.Select(u => new UnplacedLesson(assignments[u.Unit.Key].Id, u.Unit.Hours, u.Reason))]);
    }
}
