using Massar.Features.Reference.Domain;

namespace Massar.Features.Leaves.Domain;

/// <summary>Days an employee was, is or will be on leave: what counters are made of.</summary>
/// <param name="Code">The kind the days count as.</param>
public sealed record LeaveSpan(string Code, DateOnly From, DateOnly To)
{
    /// <summary>Of the same absence as the leave that is weighed: one extends the other, directly or over others between them.</summary>
    public bool IsSame { get; init; }
}

/// <summary>Days at full salary, at half, and without.</summary>
public readonly record struct Pay(int Full, int Half, int Unpaid);

/// <summary>What is used of a kind of leave between two days, and what a request adds.</summary>
/// <param name="Code">The kind whose ceiling it is.</param>
/// <param name="Window">civil, school, sliding, career or each.</param>
/// <param name="Most">The ceiling; null on a calendar that only informs, or where there is none.</param>
public sealed record LeaveCounter(string Code, string Window, DateOnly From, DateOnly To, int Used, int Asked, int? Most)
{
    public bool IsRule { get; init; }

    public int? Left => Most is { } most ? Math.Max(0, most - Used - Asked) : null;

    public bool IsOver => Used + Asked > Most;
}

/// <summary>Counts days of leave by the figures of the year's kinds. Knows no database and no clock.</summary>
/// <param name="types">By code.</param>
/// <param name="week">Working days of a week, from Monday.</param>
public sealed class LeaveCounters(IReadOnlyDictionary<string, LeaveType> types, int week)
{
    /// <summary>Days of a stretch as a kind counts them.</summary>
    public int Days(LeaveType type, DateOnly from, DateOnly to)
    {
        if (type.CountsIn != LeaveType.Working)
            return Math.Max(0, to.DayNumber - from.DayNumber + 1);
        var days = 0;
        for (var day = from; day <= to; day = day.AddDays(1))
            days += IsWorked(day) ? 1 : 0;
        return days;
    }

    /// <summary>The last day of a leave of so many days.</summary>
    public DateOnly End(LeaveType type, DateOnly from, int days)
    {
        if (type.CountsIn != LeaveType.Working)
            return from.AddDays(days - 1);
        var day = from;
        for (var left = days - (IsWorked(from) ? 1 : 0); left > 0;)
        {
            day = day.AddDays(1);
            left -= IsWorked(day) ? 1 : 0;
        }

        return day;
    }

    /// <summary>What a person sees before sending: the civil year, and the calendar the rule counts by (the school year where it is the civil one).</summary>
    public IReadOnlyList<LeaveCounter> Shown(LeaveType type, bool isMan, IReadOnlyList<LeaveSpan> spans, DateOnly from, DateOnly to)
    {
        var rules = Rules(type, isMan, spans, from, to).GroupBy(c => (c.Code, c.Window)).Select(g => g.MaxBy(c => c.Used + c.Asked)!).ToList();
        var civil = Count(type, LeaveType.Civil, spans, from, to, new DateOnly(from.Year, 1, 1), new DateOnly(from.Year, 12, 31), null);
        var school = SchoolYear(from) is var (begin, end) ? Count(type, LeaveType.School, spans, from, to, begin, end, null) : null;
        return type.Window switch
        {
            LeaveType.Civil => [.. rules, school!],
            LeaveType.Each => [civil, school!, .. rules],
            _ => [civil, .. rules],
        };
    }

    /// <summary>The counters that bind: one for each window the leave touches, of its kind and of the kind it counts in.</summary>
    public IEnumerable<LeaveCounter> Rules(LeaveType type, bool isMan, IReadOnlyList<LeaveSpan> spans, DateOnly from, DateOnly to)
    {
        LeaveType?[] ceilings = [type, type.CountedIn is { } code ? types.GetValueOrDefault(code) : null];
        foreach (var ceiling in ceilings.OfType<LeaveType>())
            foreach (var (begin, end) in Windows(ceiling, spans, from, to))
                yield return Count(ceiling, ceiling.Window, ceiling.Window == LeaveType.Each ? Same(spans) : spans, from, to, begin, end, isMan && ceiling.MaxDaysMen is { } most ? most : ceiling.MaxDays) with { IsRule = true };
    }

    /// <summary>The salary of a leave, day by day: what the window holds before each day decides.</summary>
    public Pay PayOf(LeaveType type, IReadOnlyList<LeaveSpan> spans, DateOnly from, DateOnly to)
    {
        if (type.FullDays is not { } full)
            return new Pay(Days(type, from, to), 0, 0);
        var half = full + (type.HalfDays ?? 0);
        var others = Of(type, type.Window == LeaveType.Each ? Same(spans) : spans).ToList();
        var (paid, halved, unpaid) = (0, 0, 0);
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            if (type.CountsIn == LeaveType.Working && !IsWorked(day))
                continue;
            var begin = type.Window switch
            {
                LeaveType.Civil => new DateOnly(day.Year, 1, 1),
                LeaveType.School => SchoolYear(day).From,
                LeaveType.Sliding => day.AddMonths(-(type.Months ?? 12)).AddDays(1),
                _ => DateOnly.MinValue,
            };
            var before = others.Sum(s => Overlap(type, s.From, s.To, begin, day.AddDays(-1))) + Overlap(type, from, day.AddDays(-1), begin, day);
            if (before < full)
                paid++;
            else if (before < half)
                halved++;
            else
                unpaid++;
        }

        return new Pay(paid, halved, unpaid);
    }

    /// <summary>The school year of a day: it starts on 1 September.</summary>
    public static (DateOnly From, DateOnly To) SchoolYear(DateOnly day)
    {
        var year = day.Month >= 9 ? day.Year : day.Year - 1;
        return (new DateOnly(year, 9, 1), new DateOnly(year + 1, 8, 31));
    }

    private IEnumerable<(DateOnly, DateOnly)> Windows(LeaveType ceiling, IReadOnlyList<LeaveSpan> spans, DateOnly from, DateOnly to)
    {
        switch (ceiling.Window)
        {
            case LeaveType.Civil:
                for (var year = from.Year; year <= to.Year; year++)
                    yield return (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
                break;
            case LeaveType.School:
                for (var (begin, end) = SchoolYear(from); begin <= to; (begin, end) = (begin.AddYears(1), end.AddYears(1)))
                    yield return (begin, end);
                break;
            case LeaveType.Sliding:
                // "Any twelve months": the fullest ones end with this leave, or with a later one that still holds days of it.
                var months = ceiling.Months ?? 12;
                foreach (var last in Of(ceiling, spans).Select(s => s.To).Where(d => d > to && d < to.AddMonths(months)).Prepend(to).Distinct())
                    yield return (last.AddMonths(-months).AddDays(1), last);
                break;
            case LeaveType.Career:
                yield return (DateOnly.MinValue, DateOnly.MaxValue);
                break;
            default:
                // A leave and what extends it are one: the ceiling of each is that of the whole chain.
                yield return (Same(spans).Select(s => s.From).Append(from).Min(), Same(spans).Select(s => s.To).Append(to).Max());
                break;
        }
    }

    /// <summary>Days used of a kind, and of those that count in it, between two days.</summary>
    public int Used(LeaveType ceiling, IReadOnlyList<LeaveSpan> spans, DateOnly from, DateOnly to) => Of(ceiling, spans).Sum(s => Overlap(ceiling, s.From, s.To, from, to));

    private LeaveCounter Count(LeaveType ceiling, string window, IReadOnlyList<LeaveSpan> spans, DateOnly from, DateOnly to, DateOnly begin, DateOnly end, int? most) =>
        new(ceiling.Code, window, begin, end, Used(ceiling, spans, begin, end), Overlap(ceiling, from, to, begin, end), most);

    private IEnumerable<LeaveSpan> Of(LeaveType ceiling, IReadOnlyList<LeaveSpan> spans) =>
        spans.Where(s => s.Code == ceiling.Code || types.GetValueOrDefault(s.Code)?.CountedIn == ceiling.Code);

    private static IReadOnlyList<LeaveSpan> Same(IReadOnlyList<LeaveSpan> spans) => [.. spans.Where(s => s.IsSame)];

    private int Overlap(LeaveType type, DateOnly from, DateOnly to, DateOnly begin, DateOnly end)
    {
        var (first, last) = (from > begin ? from : begin, to < end ? to : end);
        return first > last ? 0 : Days(type, first, last);
    }

    private bool IsWorked(DateOnly day) => ((int)day.DayOfWeek + 6) % 7 < week;
}
