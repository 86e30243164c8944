using System.Diagnostics;
using Massar.Features.Timetables.Domain;
using Xunit.Abstractions;

namespace Massar.Tests.Features.Timetables;

/// <summary>What must be true of every week the solver makes, on many drawn schools.</summary>
public sealed class WeekSolverTests(ITestOutputHelper output)
{
    [Fact]
    public void Nothing_ever_clashes_and_what_is_due_is_placed_or_named()
    {
        for (var seed = 1; seed <= 120; seed++)
        {
            var problem = Draw(new Random(seed), 2 + seed % 9);
            var solver = new WeekSolver(problem, seed);
            for (var n = 0; n < 6 && solver.Advance(300); n++)
            {
            }

            if (seed % 2 == 0)
                solver.Polish(problem.Units.Count * 3);
            var result = solver.Result();

            Check(problem, result);
            Assert.Equal(problem.Units.Count, result.Placed.Count + result.Unplaced.Count);
            Assert.Equal(problem.Units.Sum(u => u.Hours), result.Placed.Sum(p => p.Unit.Hours) + result.Unplaced.Sum(u => u.Unit.Hours));
            Assert.Equal(problem.Units.Order(Comparer<WeekUnit>.Create((a, b) => a.Key - b.Key)), result.Placed.Select(p => p.Unit).Concat(result.Unplaced.Select(u => u.Unit)).OrderBy(u => u.Key));
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_week_and_another_gives_another()
    {
        var first = Solve(7);

        Assert.Equal(first, Solve(7));
        Assert.NotEqual(first, Solve(8));

        static List<PlacedUnit> Solve(int seed)
        {
            var solver = new WeekSolver(Draw(new Random(3), 8), seed);
            solver.Advance(5_000);
            solver.Polish(500);
            return [.. solver.Result().Placed];
        }
    }

    [Fact]
    public void What_is_standing_stays_and_nothing_is_put_on_it()
    {
        var problem = Draw(new Random(11), 5);
        var stands = new FixedUnit(0, 0, -1, 0, 0, 2, -1);
        problem = With(problem, [stands]);
        var solver = new WeekSolver(problem, 1);
        solver.Advance(5_000);

        Assert.DoesNotContain(solver.Result().Placed, p => (p.Unit.Class == 0 || p.Unit.Teacher == 0) && p.Day == 0 && p.Hour < 2);
        Check(problem, solver.Result());
    }

    [Fact]
    public void An_ejection_chain_finds_the_only_week_there_is()
    {
        // Three classes and three teachers, three hours, every pair once: a Latin square, which the greedy order alone does not always find.
        var units = Enumerable.Range(0, 9).Select(n => new WeekUnit(n, n / 3, n % 3, n, 1, 0)).ToList();
        var problem = new WeekProblem { Days = 1, HoursADay = 3, Noon = 3, Classes = 3, Teachers = 3, IsOpen = (_, _) => true, IsAvailable = (_, _, _) => true, Rooms = [-1], Units = units };
        for (var seed = 0; seed < 50; seed++)
        {
            var solver = new WeekSolver(problem, seed);
            solver.Advance(2_000);
            Assert.Empty(solver.Result().Unplaced);
        }
    }

    [Fact]
    public void Each_reason_is_the_right_one()
    {
        Assert.Equal(UnplacedReason.TeacherNever, Only(available: (_, _, h) => h % 2 == 0, hours: 2));
        Assert.Equal(UnplacedReason.NoRoom, Only(rooms: 0));
        Assert.Equal(UnplacedReason.ClassFull, Reason([new(0, 0, 0, 0, 1, 0), new(1, 0, 1, 1, 1, 0), new(2, 0, 2, 2, 1, 0), new(3, 0, 3, 3, 1, 0), new(4, 0, 0, 4, 1, 0)]));
        Assert.Equal(UnplacedReason.TeacherFull, Reason([new(0, 0, 0, 0, 1, 0), new(1, 1, 0, 1, 1, 0), new(2, 2, 0, 2, 1, 0), new(3, 3, 0, 3, 1, 0), new(4, 1, 0, 4, 1, 0)]));

        static UnplacedReason Only(Func<int, int, int, bool>? available = null, int hours = 1, int rooms = -1) =>
            Reason([new WeekUnit(0, 0, 0, 0, hours, 0)], available, rooms);

        static UnplacedReason Reason(List<WeekUnit> units, Func<int, int, int, bool>? available = null, int rooms = -1)
        {
            var solver = new WeekSolver(new WeekProblem { Days = 1, HoursADay = 4, Noon = 4, Classes = 4, Teachers = 4, IsOpen = (_, _) => true, IsAvailable = available ?? ((_, _, _) => true), Rooms = [rooms], Units = units }, 1);
            solver.Advance(200);
            return Assert.Single(solver.Result().Unplaced).Reason;
        }
    }

    [Fact]
    public void Every_lesson_finds_a_room_of_its_kind_that_nobody_else_has()
    {
        var problem = Draw(new Random(5), 9);
        var solver = new WeekSolver(problem, 5);
        solver.Advance(5_000);
        var placed = solver.Result().Placed;
        var rooms = problem.Rooms.Select((n, kind) => (IReadOnlyList<int>)[.. Enumerable.Range(0, n).Select(r => kind * 100 + r)]).ToList();

        var given = WeekSolver.Furnish(problem, placed, rooms, c => c < rooms[0].Count ? rooms[0][c] : null, (_, _, _) => false);

        Assert.DoesNotContain(null, given);
        Assert.All(placed.Select((p, n) => (p, n)), x => Assert.Equal(x.p.Unit.Kind, given[x.n]!.Value / 100));
        var held = placed.SelectMany((p, n) => Enumerable.Range(p.Hour, p.Unit.Hours).Select(h => (given[n], p.Day, h))).ToList();
        Assert.Equal(held.Count, held.Distinct().Count());
    }

    [Fact]
    public void A_school_of_thirty_classes_is_placed_whole_in_a_few_seconds()
    {
        var problem = Draw(new Random(42), 30, hoursAClass: 30);
        var watch = Stopwatch.StartNew();
        var solver = new WeekSolver(problem, 1);
        for (var n = 0; n < 60 && solver.Advance(problem.Units.Count); n++)
        {
        }

        var before = solver.Result().Score;
        solver.Polish(problem.Units.Count * 6);
        var result = solver.Result();
        watch.Stop();

        output.WriteLine($"{problem.Units.Count} lessons, {problem.Units.Sum(u => u.Hours)} hours, {problem.Teachers} teachers: {result.Unplaced.Count} unplaced, score {before} to {result.Score}, {watch.ElapsedMilliseconds} ms");
        Check(problem, result);
        Assert.Empty(result.Unplaced);
        Assert.True(result.Score <= before);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 20_000);
    }

    private static void Check(WeekProblem problem, WeekResult result)
    {
        var (classes, teachers, rooms) = (new HashSet<(int, int, int)>(), new HashSet<(int, int, int)>(), new Dictionary<(int, int, int), int>());
        foreach (var stands in problem.Fixed)
            for (var h = stands.Hour; h < stands.Hour + stands.Hours; h++)
            {
                classes.Add((stands.Class, stands.Day, h));
                teachers.Add((stands.Teacher, stands.Day, h));
            }

        foreach (var (unit, day, hour) in result.Placed)
        {
            Assert.True(hour >= problem.Noon || hour + unit.Hours <= problem.Noon, "over the noon");
            for (var h = hour; h < hour + unit.Hours; h++)
            {
                Assert.True(problem.IsOpen(day, h), "closed");
                Assert.True(problem.IsAvailable(unit.Teacher, day, h), "unavailable");
                Assert.True(classes.Add((unit.Class, day, h)), "class twice");
                Assert.True(teachers.Add((unit.Teacher, day, h)), "teacher twice");
                rooms[(unit.Kind, day, h)] = rooms.GetValueOrDefault((unit.Kind, day, h)) + 1;
            }
        }

        Assert.All(rooms, r => Assert.True(problem.Rooms[r.Key.Item1] < 0 || r.Value <= problem.Rooms[r.Key.Item1], "rooms"));
    }

    /// <summary>A school: each class has ten subjects, teachers have up to 22 hours and sometimes a free afternoon; rooms of two kinds.</summary>
    private static WeekProblem Draw(Random random, int classes, int hoursAClass = 0)
    {
        var units = new List<WeekUnit>();
        var load = new List<int>();
        for (var subject = 0; subject < 10; subject++)
        {
            var teacher = -1;
            for (var c = 0; c < classes; c++)
            {
                var hours = hoursAClass > 0 ? hoursAClass / 10 : random.Next(1, 5);
                if (teacher < 0 || load[teacher] + hours > 22)
                {
                    teacher = load.Count;
                    load.Add(0);
                }

                load[teacher] += hours;
                foreach (var length in WeekSolver.Split(hours, subject % 3 == 0))
                    units.Add(new WeekUnit(units.Count, c, teacher, subject, length, subject == 0 ? 1 : 0));
            }
        }

        var away = Enumerable.Range(0, load.Count).Where(_ => random.Next(4) == 0).ToDictionary(t => t, _ => random.Next(6));
        return new WeekProblem
        {
            Days = 6,
            HoursADay = 8,
            Noon = 4,
            Classes = classes,
            Teachers = load.Count,
            IsOpen = (day, hour) => !(day == 5 && hour >= 4) && !(day == 4 && hour == 4),
            IsAvailable = (teacher, day, hour) => !(away.TryGetValue(teacher, out var free) && day == free && hour >= 4),
            Rooms = [classes, 1 + classes / 6],
            Units = units,
        };
    }

    private static WeekProblem With(WeekProblem problem, IReadOnlyList<FixedUnit> stands) => new()
    {
        Days = problem.Days,
        HoursADay = problem.HoursADay,
        Noon = problem.Noon,
        Classes = problem.Classes,
        Teachers = problem.Teachers,
        IsOpen = problem.IsOpen,
        IsAvailable = problem.IsAvailable,
        Rooms = problem.Rooms,
        Units = problem.Units,
        Fixed = stands,
    };
}
