namespace Massar.Features.Timetables.Domain;

/// <summary>One lesson to be placed: so many hours in a row of a class with a teacher.</summary>
/// <param name="Key">What the caller knows it by.</param>
/// <param name="Class">Number of the class in the problem, from 0.</param>
/// <param name="Teacher">Number of the teacher in the problem, from 0.</param>
/// <param name="Subject">Lessons of a class with the same number are kept on different days.</param>
/// <param name="Kind">Kind of room it needs; a number of <see cref="WeekProblem.Rooms"/>.</param>
public sealed record WeekUnit(int Key, int Class, int Teacher, int Subject, int Hours, int Kind);

/// <summary>A lesson that already stands and stays.</summary>
public sealed record FixedUnit(int Class, int Teacher, int Subject, int Day, int Hour, int Hours, int Kind);

/// <summary>What is to be timetabled.</summary>
public sealed class WeekProblem
{
    public required int Days { get; init; }

    /// <summary>Hours of a day, open or not.</summary>
    public required int HoursADay { get; init; }

    /// <summary>Hours before this one are the morning's; a lesson does not run over the noon.</summary>
    public required int Noon { get; init; }

    public required int Classes { get; init; }

    public required int Teachers { get; init; }

    /// <summary>Open hours, by day and hour.</summary>
    public required Func<int, int, bool> IsOpen { get; init; }

    /// <summary>Hours at which a teacher may be given a lesson.</summary>
    public required Func<int, int, int, bool> IsAvailable { get; init; }

    /// <summary>How many rooms of each kind there are; a negative number means that nobody counts them.</summary>
    public required IReadOnlyList<int> Rooms { get; init; }

    public required IReadOnlyList<WeekUnit> Units { get; init; }

    public IReadOnlyList<FixedUnit> Fixed { get; init; } = [];
}

/// <summary>Where a unit was put.</summary>
public sealed record PlacedUnit(WeekUnit Unit, int Day, int Hour);

/// <summary>Why a unit has no place.</summary>
public enum UnplacedReason
{
    /// <summary>The teacher is never available for so many hours in a row.</summary>
    TeacherNever,

    /// <summary>The hours of the class are all taken.</summary>
    ClassFull,

    /// <summary>The hours at which the teacher is available are all taken.</summary>
    TeacherFull,

    /// <summary>Wherever class and teacher are both free, no room of the kind is.</summary>
    NoRoom,

    /// <summary>Class and teacher are free at different hours.</summary>
    NoCommonHour,
}

public sealed record UnplacedUnit(WeekUnit Unit, UnplacedReason Reason);

/// <summary>What came out: placed and unplaced together are the units of the problem, and nothing placed clashes.</summary>
/// <param name="Score">Unpleasantness: lower is better. Only good for comparing two weeks of one problem.</param>
public sealed record WeekResult(IReadOnlyList<PlacedUnit> Placed, IReadOnlyList<UnplacedUnit> Unplaced, long Score);

/// <summary>
/// Builds a week: the most constrained lesson first, each where it is least in the way. A lesson that finds no free hour takes the one
/// where those it drives out are the easiest to place again, and they look for another place in turn (an ejection chain). How often a
/// lesson was driven out makes it dearer to drive out, so that the chain does not go round in circles. What was best is kept; at the end
/// lessons move to pleasanter hours as long as that hurts nobody. The same problem and seed give the same week.
/// </summary>
public sealed class WeekSolver
{
    private const int Free = -1;
    private const int Standing = -2;
    private const int Tenure = 12;

    private readonly WeekProblem problem;
    private readonly int slots;
    private readonly int[][] starts;
    private readonly int[] classAt, teacherAt, at, best, weight, placedStep, classDay, classDue, openOn;
    private readonly Dictionary<(int Class, int Subject, int Day), int> subjectDay = [];
    private readonly List<int>[] inRooms;
    private readonly int[] standingInRooms;
    private readonly PriorityQueue<int, (int, int, int)> waiting = new();
    private readonly List<int> hopeless = [];
    private ulong state;
    private int step, unplacedHours, bestUnplaced, polished;

    public WeekSolver(WeekProblem problem, int seed)
    {
        this.problem = problem;
        state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL + 0xD1B54A32D192ED03UL);
        slots = problem.Days * problem.HoursADay;
        var units = problem.Units;
        classAt = Filled(problem.Classes * slots, Free);
        teacherAt = Filled(problem.Teachers * slots, Free);
        (at, best, weight, placedStep) = (Filled(units.Count, Free), Filled(units.Count, Free), Filled(units.Count, 1), Filled(units.Count, -Tenure));
        classDay = new int[problem.Classes * problem.Days];
        classDue = new int[problem.Classes];
        openOn = [.. Enumerable.Range(0, problem.Days).Select(d => Enumerable.Range(0, problem.HoursADay).Count(h => problem.IsOpen(d, h)))];
        inRooms = [.. Enumerable.Range(0, problem.Rooms.Count * slots).Select(_ => new List<int>())];
        standingInRooms = new int[problem.Rooms.Count * slots];

        foreach (var stands in problem.Fixed)
            Stand(stands);
        foreach (var unit in units)
            classDue[unit.Class] += unit.Hours;
        // Units of one teacher and length may begin at the same hours: asked once for all of them.
        var known = new Dictionary<(int Teacher, int Hours), int[]>();
        starts = [.. units.Select(u => known.TryGetValue((u.Teacher, u.Hours), out var some) ? some : known[(u.Teacher, u.Hours)] = StartsOf(u))];

        var teacherDue = new int[problem.Teachers];
        foreach (var unit in units)
            teacherDue[unit.Teacher] += unit.Hours;
        for (var u = 0; u < units.Count; u++)
        {
            unplacedHours += units[u].Hours;
            if (starts[u].Length == 0)
                hopeless.Add(u);
            else
                waiting.Enqueue(u, Hardness(u, teacherDue));
        }

        bestUnplaced = unplacedHours;
    }

    /// <summary>Lessons that have a place in the best week so far.</summary>
    public int PlacedCount => best.Count(s => s != Free);

    /// <summary>Everything that can have a place has one, or the week is polished.</summary>
    public bool IsComplete => waiting.Count == 0;

    /// <summary>Places lessons, driving out others; false when every lesson has a place.</summary>
    /// <param name="steps">How many lessons to place before coming back.</param>
    public bool Advance(int steps)
    {
        for (var n = 0; n < steps && waiting.TryDequeue(out var unit, out _); n++)
        {
            step++;
            Place(unit, Choose(unit));
            if (unplacedHours >= bestUnplaced)
                continue;
            bestUnplaced = unplacedHours;
            at.CopyTo(best, 0);
        }

        return waiting.Count > 0;
    }

    /// <summary>Moves lessons of the best week to pleasanter hours that are free.</summary>
    /// <param name="moves">Lessons looked at.</param>
    public void Polish(int moves)
    {
        Restore();
        var placed = Enumerable.Range(0, at.Length).Where(u => at[u] != Free).ToList();
        for (var n = 0; n < moves && placed.Count > 0; n++)
        {
            var unit = placed[polished++ % placed.Count];
            var was = at[unit];
            Take(unit);
            var (to, least) = (was, Cost(unit, was));
            foreach (var start in starts[unit])
                if (start != was && IsFree(unit, start) && Cost(unit, start) is var cost && cost < least)
                    (to, least) = (start, cost);
            Put(unit, to);
        }

        at.CopyTo(best, 0);
    }

    /// <summary>The best week.</summary>
    public WeekResult Result()
    {
        Restore();
        // What waits may still fit into holes that later moves have left.
        for (var u = 0; u < at.Length; u++)
            if (at[u] == Free && starts[u].Where(s => IsFree(u, s)).Select(s => (int?)s).FirstOrDefault() is { } hole)
                Put(u, hole);
        at.CopyTo(best, 0);

        var placed = new List<PlacedUnit>();
        var unplaced = new List<UnplacedUnit>();
        long score = 0;
        for (var u = 0; u < at.Length; u++)
        {
            if (at[u] == Free)
            {
                unplaced.Add(new UnplacedUnit(problem.Units[u], ReasonOf(u)));
                continue;
            }

            placed.Add(new PlacedUnit(problem.Units[u], at[u] / problem.HoursADay, at[u] % problem.HoursADay));
            score += Cost(u, at[u]);
        }

        return new WeekResult(placed, unplaced, score);
    }

    /// <summary>Gives rooms of each kind to placed lessons: as many as are held at one hour there are, so each finds one.</summary>
    /// <param name="placed">A result of this problem's numbers.</param>
    /// <param name="rooms">By kind, the rooms' numbers; none where nobody counts them.</param>
    /// <param name="home">The room a class is used to, or null.</param>
    /// <param name="taken">Whether something that stands is already in a room at a slot.</param>
    /// <returns>The room of each lesson, in the order of <paramref name="placed"/>.</returns>
    public static int?[] Furnish(WeekProblem problem, IReadOnlyList<PlacedUnit> placed, IReadOnlyList<IReadOnlyList<int>> rooms, Func<int, int?> home, Func<int, int, int, bool> taken)
    {
        var given = new int?[placed.Count];
        var busy = new HashSet<(int Room, int Day, int Hour)>();
        // In order of beginning, and a class that has its own room before one that must look for one.
        foreach (var n in Enumerable.Range(0, placed.Count).OrderBy(n => placed[n].Day).ThenBy(n => placed[n].Hour).ThenBy(n => home(placed[n].Unit.Class) is null ? 1 : 0).ThenBy(n => n))
        {
            var (unit, day, hour) = placed[n];
            var own = home(unit.Class);
            var choice = rooms[unit.Kind];
            if (own is { } mine && choice.Contains(mine) && IsEmpty(mine))
                given[n] = mine;
            else
                given[n] = choice.Where(IsEmpty).Select(r => (int?)r).FirstOrDefault();
            if (given[n] is { } room)
                for (var h = hour; h < hour + unit.Hours; h++)
                    busy.Add((room, day, h));

            bool IsEmpty(int room) => Enumerable.Range(hour, unit.Hours).All(h => !busy.Contains((room, day, h)) && !taken(room, day, h));
        }

        return given;
    }

    /// <summary>Hours cut into lessons: doubles as long as they go where they are asked for, then single hours.</summary>
    public static IEnumerable<int> Split(int hours, bool inDoubles)
    {
        for (; inDoubles && hours >= 2; hours -= 2)
            yield return 2;
        for (; hours > 0; hours--)
            yield return 1;
    }

    private int[] StartsOf(WeekUnit unit) => [.. Enumerable.Range(0, slots).Where(s => Fits(unit, s / problem.HoursADay, s % problem.HoursADay))];

    private bool Fits(WeekUnit unit, int day, int hour)
    {
        var last = hour + unit.Hours - 1;
        if (last >= problem.HoursADay || (hour < problem.Noon && last >= problem.Noon))
            return false;
        for (var h = hour; h <= last; h++)
            if (!problem.IsOpen(day, h) || !problem.IsAvailable(unit.Teacher, day, h))
                return false;
        return true;
    }

    // Long lessons, rare rooms, full teachers and full classes first; then as they came.
    private (int, int, int) Hardness(int u, int[] teacherDue)
    {
        var unit = problem.Units[u];
        var scarce = problem.Rooms[unit.Kind] is >= 0 and < 4 ? 20 : 0;
        return (0, -(unit.Hours * 40 + scarce + teacherDue[unit.Teacher] + classDue[unit.Class] + (slots - starts[u].Length)), u);
    }

    private int Choose(int u)
    {
        var (chosen, least) = (starts[u][0], long.MaxValue);
        foreach (var start in starts[u])
        {
            var cost = Eject(u, start) * 1_000L + Cost(u, start) * 4 + (long)(Next() % 4);
            if (cost < least)
                (chosen, least) = (start, cost);
        }

        return chosen;
    }

    // How dear it is to drive out whoever stands there; what stands for good cannot be driven out.
    private long Eject(int u, int start)
    {
        var unit = problem.Units[u];
        long dear = 0;
        for (var slot = start; slot < start + unit.Hours; slot++)
        {
            dear += Dear(classAt[unit.Class * slots + slot]) + Dear(teacherAt[unit.Teacher * slots + slot]);
            if (!HasRoom(unit.Kind, slot))
                dear += inRooms[unit.Kind * slots + slot].Count == 0 ? 1_000_000_000 : inRooms[unit.Kind * slots + slot].Min(Dear);
        }

        return dear;
    }

    private long Dear(int victim) => victim switch
    {
        Free => 0,
        Standing => 1_000_000_000,
        _ => weight[victim] * problem.Units[victim].Hours + (step - placedStep[victim] < Tenure ? 50 : 0),
    };

    private void Place(int u, int start)
    {
        var unit = problem.Units[u];
        for (var slot = start; slot < start + unit.Hours; slot++)
        {
            if (classAt[unit.Class * slots + slot] == Standing || teacherAt[unit.Teacher * slots + slot] == Standing || (!HasRoom(unit.Kind, slot) && inRooms[unit.Kind * slots + slot].Count == 0))
            {
                // Everywhere something stands for good: it stays without a place.
                hopeless.Add(u);
                return;
            }
        }

        for (var slot = start; slot < start + unit.Hours; slot++)
        {
            Drive(classAt[unit.Class * slots + slot]);
            Drive(teacherAt[unit.Teacher * slots + slot]);
            if (!HasRoom(unit.Kind, slot))
                Drive(inRooms[unit.Kind * slots + slot].MinBy(v => (Dear(v), v)));
        }

        Put(u, start);
        placedStep[u] = step;
    }

    private void Drive(int victim)
    {
        if (victim < 0)
            return;
        Take(victim);
        weight[victim]++;
        waiting.Enqueue(victim, (-1, -weight[victim], step));
    }

    private bool HasRoom(int kind, int slot) =>
        problem.Rooms[kind] < 0 || inRooms[kind * slots + slot].Count + standingInRooms[kind * slots + slot] < problem.Rooms[kind];

    private bool IsFree(int u, int start)
    {
        var unit = problem.Units[u];
        for (var slot = start; slot < start + unit.Hours; slot++)
            if (classAt[unit.Class * slots + slot] != Free || teacherAt[unit.Teacher * slots + slot] != Free || !HasRoom(unit.Kind, slot))
                return false;
        return true;
    }

    private void Put(int u, int start)
    {
        Mark(u, start, u);
        at[u] = start;
        unplacedHours -= problem.Units[u].Hours;
    }

    private void Take(int u)
    {
        Mark(u, at[u], Free);
        at[u] = Free;
        unplacedHours += problem.Units[u].Hours;
    }

    private void Mark(int u, int start, int mark)
    {
        var unit = problem.Units[u];
        var (day, sign) = (start / problem.HoursADay, mark == Free ? -1 : 1);
        for (var slot = start; slot < start + unit.Hours; slot++)
        {
            classAt[unit.Class * slots + slot] = mark;
            teacherAt[unit.Teacher * slots + slot] = mark;
            if (mark == Free)
                inRooms[unit.Kind * slots + slot].Remove(u);
            else
                inRooms[unit.Kind * slots + slot].Add(u);
        }

        classDay[unit.Class * problem.Days + day] += sign * unit.Hours;
        subjectDay[(unit.Class, unit.Subject, day)] = subjectDay.GetValueOrDefault((unit.Class, unit.Subject, day)) + sign;
    }

    private void Stand(FixedUnit stands)
    {
        for (var hour = stands.Hour; hour < stands.Hour + stands.Hours && hour < problem.HoursADay; hour++)
        {
            var slot = stands.Day * problem.HoursADay + hour;
            if (stands.Class >= 0)
                classAt[stands.Class * slots + slot] = Standing;
            if (stands.Teacher >= 0)
                teacherAt[stands.Teacher * slots + slot] = Standing;
            if (stands.Kind >= 0)
                standingInRooms[stands.Kind * slots + slot]++;
        }

        if (stands.Class < 0)
            return;
        classDay[stands.Class * problem.Days + stands.Day] += stands.Hours;
        classDue[stands.Class] += stands.Hours;
        subjectDay[(stands.Class, stands.Subject, stands.Day)] = subjectDay.GetValueOrDefault((stands.Class, stands.Subject, stands.Day)) + 1;
    }

    private void Restore()
    {
        for (var u = 0; u < at.Length; u++)
            if (at[u] != Free)
                Take(u);
        for (var u = 0; u < at.Length; u++)
            if (best[u] != Free)
                Put(u, best[u]);
    }

    /// <summary>
    /// What is unpleasant about an hour: a second lesson of the subject on that day, a day fuller than its part of the week, a hole between
    /// two lessons, late hours.
    /// </summary>
    private int Cost(int u, int start)
    {
        var unit = problem.Units[u];
        var (day, hour) = (start / problem.HoursADay, start % problem.HoursADay);
        var cost = hour;
        cost += 30 * subjectDay.GetValueOrDefault((unit.Class, unit.Subject, day));
        var load = classDay[unit.Class * problem.Days + day] + unit.Hours;
        var share = (classDue[unit.Class] * openOn[day] + openOn.Sum() - 1) / Math.Max(1, openOn.Sum());
        cost += 12 * Math.Max(0, load - share);
        var half = hour < problem.Noon ? 0 : problem.Noon;
        var before = hour > half && classAt[unit.Class * slots + start - 1] != Free;
        var isFirst = hour == half;
        if (!before && !isFirst)
            cost += 5;
        return cost;
    }

    private UnplacedReason ReasonOf(int u)
    {
        var unit = problem.Units[u];
        if (starts[u].Length == 0)
            return UnplacedReason.TeacherNever;
        var (classFree, teacherFree, both) = (false, false, false);
        for (var s = 0; s < slots; s++)
        {
            if (s % problem.HoursADay + unit.Hours > problem.HoursADay)
                continue;
            var hours = Enumerable.Range(s, unit.Hours);
            var day = s / problem.HoursADay;
            classFree |= hours.All(h => classAt[unit.Class * slots + h] == Free && problem.IsOpen(day, h % problem.HoursADay));
        }

        foreach (var start in starts[u])
        {
            var hours = Enumerable.Range(start, unit.Hours).ToList();
            var (c, t) = (hours.TrueForAll(h => classAt[unit.Class * slots + h] == Free), hours.TrueForAll(h => teacherAt[unit.Teacher * slots + h] == Free));
            teacherFree |= t;
            both |= c && t;
        }

        return !classFree ? UnplacedReason.ClassFull : !teacherFree ? UnplacedReason.TeacherFull : both ? UnplacedReason.NoRoom : UnplacedReason.NoCommonHour;
    }

    // SplitMix64: small, and the same on every machine.
    private ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    private static int[] Filled(int length, int value)
    {
        var filled = new int[length];
        Array.Fill(filled, value);
        return filled;
    }
}
