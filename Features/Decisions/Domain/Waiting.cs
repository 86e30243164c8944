using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Decisions.Domain;

/// <summary>
/// How long something waits and when that is late, one rule for every page: days are counted by the calendar of Morocco, and a step
/// is late once it has taken longer than its office usually does. What is usual is judged when the decision arrives there and kept
/// with it (<see cref="Decision.LateAfter"/>), so that a page never says "usually seven days" and another "late" by some other figure.
/// </summary>
public static class Waiting
{
    /// <summary>Whole days since an instant: 0 on the same day.</summary>
    public static int Days(DateTime since, DateTime now) => Math.Max(0, MoroccanDay.Of(now).DayNumber - MoroccanDay.Of(since).DayNumber);

    /// <summary>The last day that is not late.</summary>
    public static DateOnly LateAfter(DateTime since, int usualDays) => MoroccanDay.Of(since).AddDays(usualDays);

    /// <summary>When a decision on its way should be signed: the step it waits at ends on the last day that is not late, or today where that
    /// is over, and each after it takes as long as its office usually does. Null where it waits for nobody's visa.</summary>
    public static DateOnly? ExpectedOn(Decision decision, DecisionProcedure procedure, OfficeDays usual, DateOnly today)
    {
        if (procedure.OpenAt(decision) is not { Count: > 0 } open)
            return null;
        var here = open.Count > 1 ? LateAfter(decision.WaitingSince, open.Max(usual.At)) : decision.LateAfter ?? LateAfter(decision.WaitingSince, usual.At(open[0]));
        return (here < today ? today : here).AddDays(procedure.Days(usual.At, after: decision.Step));
    }

    /// <summary>The usual days a decision arrived with.</summary>
    public static int UsualDays(DateTime since, DateOnly lateAfter) => lateAfter.DayNumber - MoroccanDay.Of(since).DayNumber;
}

/// <summary>Days the steps of one procedure usually take in the offices above one place.</summary>
public sealed class OfficeDays(IReadOnlyDictionary<int, int> byStep)
{
    public int At(ProcedureStep step) => byStep.TryGetValue(step.Order, out var days) ? days : step.UsualDays;
}

/// <summary>Reads what is usual: the median of an office's own last year, or the procedure's figure while it has hardly any history.</summary>
public sealed class OfficeHabits(MassarDb db, TimeProvider clock)
{
    /// <summary>Fewer past acts than this say nothing.</summary>
    private const int LeastHistory = 5;

    private readonly Dictionary<(int Procedure, string Path), OfficeDays> known = [];

    /// <summary>One statement; none the second time in one request.</summary>
    /// <param name="path">Path of the place that prepares the decisions.</param>
    public async Task<OfficeDays> Of(DecisionProcedure procedure, string path, CancellationToken ct)
    {
        if (known.TryGetValue((procedure.Id, path), out var read))
            return read;
        var (id, since, places) = (procedure.Id, clock.GetUtcNow().UtcDateTime.AddYears(-1), DecisionReader.Path(path));
        var history = await db.DecisionVisas
            .Where(v => v.ProcedureId == id && v.Step > 0 && v.At >= since && places.Contains(v.PlaceId) && (v.Act == DecisionAct.Granted || v.Act == DecisionAct.Signed))
            .GroupBy(v => new { v.Step, v.WaitedDays })
            .Select(g => new { g.Key.Step, g.Key.WaitedDays, Count = g.Count() })
            .ToListAsync(ct);
        return known[(procedure.Id, path)] = new OfficeDays(procedure.Steps.ToDictionary(s => s.Order, s =>
        {
            var days = history.Where(h => h.Step == s.Order).Select(h => (h.WaitedDays, h.Count)).ToList();
            return days.Sum(d => d.Count) >= LeastHistory ? Math.Max(1, Median(days)) : s.UsualDays;
        }));
    }

    /// <summary>The number that nine of ten do not pass, by rank: the smallest of them below or at which are at least nine tenths (90th percentile).</summary>
    public static int NinthOfTen(IEnumerable<(int Number, int Count)> numbers)
    {
        var sorted = numbers.OrderBy(n => n.Number).ToList();
        var (total, passed) = (sorted.Sum(n => n.Count), 0);
        return sorted.First(n => (passed += n.Count) * 10 >= total * 9).Number;
    }

    /// <summary>The middle of numbers given with how often each occurs; of two middles their mean, halves away from zero.</summary>
    public static int Median(IEnumerable<(int Number, int Count)> numbers)
    {
        var sorted = numbers.OrderBy(n => n.Number).ToList();
        var total = sorted.Sum(n => n.Count);
        return (int)Math.Round((At((total - 1) / 2) + At(total / 2)) / 2m, MidpointRounding.AwayFromZero);

        int At(int place)
        {
            foreach (var (number, count) in sorted)
                if ((place -= count) < 0)
                    return number;
            throw new InvalidOperationException("Nothing has no median.");
        }
    }
}
