using System.Globalization;
using Massar.Features.Classes;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Timetables;

/// <summary>Rooms of every school, and a timetable without clashes for every class of the current year.</summary>
public sealed class Seed : ISeed
{
    /// <summary>Taught two hours in a row.</summary>
    private static readonly HashSet<string> Doubles = ["EPS", "SVT", "PC", "TEC", "INF", "SI"];

    /// <summary>Kinds of rooms of the demo's schools, in the order of the solver.</summary>
    private static readonly RoomKind[] Kinds = [RoomKind.Ordinary, RoomKind.Laboratory, RoomKind.Computers, RoomKind.Workshop, RoomKind.Sports];

    public int Order => 105;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, classes, schools) = (seeding.Of<SeededYears>(), seeding.Of<SeededClasses>(), seeding.Of<SeededSchools>());
        var year = years.Current.Id;
        if (await SchoolGrid.Of(seeding.Db, 0, year, ct) is not { } grid)
            return;
        var assignments = await seeding.Db.TeachingAssignments.AsNoTracking().Where(t => t.SchoolYearId == year).Select(t => new { t.Id, t.ClassId, t.SubjectCode }).ToDictionaryAsync(t => (t.ClassId, t.SubjectCode), t => t.Id, ct);
        List<Room> rooms = [];
        List<Lesson> lessons = [];
        var subjects = new Dictionary<(int, DayOfWeek, string), string>();

        foreach (var school in classes.Of(year).GroupBy(c => c.SchoolId))
        {
            var taught = school.ToList();
            var furnished = Furnish(seeding, school.Key, taught, schools.School(school.Key).Has("PRI") && !schools.School(school.Key).Has("COL"));
            rooms.AddRange(furnished);
            foreach (var lesson in Plan(seeding, grid, taught, furnished, assignments.GetValueOrDefault))
            {
                lessons.Add(lesson);
                foreach (var hour in grid.Run(lesson.Weekday, lesson.FirstHour, lesson.Hours)!)
                    subjects[(lesson.ClassId, lesson.Weekday, hour.Code)] = lesson.SubjectCode;
            }
        }

        await seeding.Insert(rooms, ct);
        await seeding.Insert(lessons, ct);
        seeding.Share(new SeededTimetable(subjects));
    }

    /// <summary>A room for each class, and special rooms as many as a school of that size has.</summary>
    private static List<Room> Furnish(Seeding seeding, int school, List<SeededClass> taught, bool isPrimary)
    {
        List<Room> rooms = [];
        for (var n = 0; n < taught.Count; n++)
            Add(RoomKind.Ordinary, string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + n / 24)}{n / 12 % 2}{n % 12 + 1:00}"), 40);
        if (!isPrimary)
        {
            for (var n = 1; n <= 2 + taught.Count / 5; n++)
                Add(RoomKind.Laboratory, string.Create(CultureInfo.InvariantCulture, $"LAB{n:00}"), 40);
            for (var n = 1; n <= 1 + taught.Count / 15; n++)
                Add(RoomKind.Computers, string.Create(CultureInfo.InvariantCulture, $"INF{n:00}"), 24);
            Add(RoomKind.Workshop, "ATE01", 24);
        }

        for (var n = 1; n <= 1 + taught.Count / 8; n++)
            Add(RoomKind.Sports, string.Create(CultureInfo.InvariantCulture, $"T{n:00}"), 80);
        Add(RoomKind.Library, "BIB01", 30);
        Add(RoomKind.Office, "ADM01", 6);
        rooms.Add(new Room { Id = (int)seeding.NextId<Room>(), SchoolId = school, Code = "A113", Kind = RoomKind.Ordinary, Capacity = 30, State = RoomState.Closed });
        return rooms;

        void Add(RoomKind kind, string code, int seats) => rooms.Add(new Room { Id = (int)seeding.NextId<Room>(), SchoolId = school, Code = code, Kind = kind, Capacity = seats });
    }

    private static IEnumerable<Lesson> Plan(Seeding seeding, SchoolGrid grid, List<SeededClass> taught, List<Room> rooms, Func<(int, string), int> assignmentOf)
    {
        var teachers = taught.SelectMany(c => c.Teachings).Select(t => t.TeacherId).Distinct().Order().Select((id, n) => (id, n)).ToDictionary(t => t.id, t => t.n);
        var byKind = Kinds.Select(k => (IReadOnlyList<int>)[.. rooms.Where(r => r.Kind == k && r.State == RoomState.InUse).Select(r => r.Id)]).ToList();
        List<(SeededClass Class, SeededTeaching Teaching)> teachings = [.. from c in taught from t in c.Teachings select (c, t)];
        var number = taught.Select((c, n) => (c.Id, n)).ToDictionary(c => c.Id, c => c.n);
        var units = teachings.SelectMany((t, n) => WeekSolver.Split((int)Math.Ceiling(t.Teaching.Plan.WeeklyHours ?? 0), Doubles.Contains(t.Teaching.Plan.SubjectCode))
            .Select(hours => new WeekUnit(n, number[t.Class.Id], teachers[t.Teaching.TeacherId], n, hours, KindOf(t.Teaching.Plan.SubjectCode)))).ToList();
        var hours = grid.Hours.All;
        var problem = new WeekProblem
        {
            Days = SchoolGrid.Days.Count,
            HoursADay = hours.Count,
            Noon = hours.Count(h => h.Half == Attendance.Domain.HalfDay.Morning),
            Classes = taught.Count,
            Teachers = teachers.Count,
            IsOpen = (day, hour) => grid.IsOpen(SchoolGrid.Days[day], hours[hour].Code),
            IsAvailable = (_, _, _) => true,
            Rooms = [.. byKind.Select(r => r.Count)],
            Units = units,
        };
        var solver = new WeekSolver(problem, seeding.Plan.Seed);
        for (var tries = 0; tries < 40 && solver.Advance(units.Count); tries++)
        {
        }

        var placed = solver.Result().Placed;
        var home = taught.Select((c, n) => byKind[0][n]).ToList();
        var given = WeekSolver.Furnish(problem, placed, byKind, c => home[c], (_, _, _) => false);
        for (var n = 0; n < placed.Count; n++)
        {
            var (unit, day, hour) = placed[n];
            var (schoolClass, teaching) = teachings[unit.Key];
            yield return new Lesson
            {
                Id = seeding.NextId<Lesson>(),
                SchoolId = schoolClass.SchoolId,
                SchoolYearId = schoolClass.SchoolYearId,
                ClassId = schoolClass.Id,
                SubjectCode = teaching.Plan.SubjectCode,
                AssignmentId = assignmentOf((schoolClass.Id, teaching.Plan.SubjectCode)),
                EmployeeId = teaching.TeacherId,
                RoomId = given[n],
                Weekday = SchoolGrid.Days[day],
                FirstHour = hours[hour].Code,
                Hours = unit.Hours,
                StartsOn = grid.From,
                EndsOn = grid.Until,
            };
        }

        int KindOf(string subject) => Array.IndexOf(Kinds, Room.For(subject)) is var kind and > 0 && byKind[kind].Count > 0 ? kind : 0;
    }
}
