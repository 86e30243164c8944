using System.Globalization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Classes.Domain;

/// <summary>The yearly figures of the school map: pupils of a class, hours of a service, and who stays behind where no council has met.</summary>
public sealed class StructureRules(YearFigures figures)
{
    public const string Prefix = "structure.";

    /// <summary>Pupils of a class of this level.</summary>
    public int NormOf(Level level) => figures.Number(level.Code is "1AP" or "2AP" ? "class-size.pri-first" : $"class-size.{CycleOf(level.CycleCode)}", 40, 1);

    /// <summary>Weekly hours a teacher of this cycle owes.</summary>
    public int ServiceOf(string cycle) => figures.Number($"service.{CycleOf(cycle)}", 21, 1);

    /// <summary>Percent that repeat.</summary>
    public int RepeatRateOf(string cycle) => figures.Number($"repeat.{CycleOf(cycle)}", 10, 1);

    /// <summary>Classes that so many pupils make (domain 11 §5).</summary>
    public int ClassesFor(Level level, int pupils) => (pupils + NormOf(level) - 1) / NormOf(level);

    public static async Task<StructureRules> Of(MassarDb db, int year, CancellationToken ct) =>
        new(await YearFigures.Of(db, year, Prefix, ct));

    // What comes after the lycée is counted as the lycée is.
    private static string CycleOf(string cycle) => cycle switch { "PRE" => "pre", "PRI" => "pri", "COL" => "col", _ => "qua" };
}

/// <summary>How many pupils a level and stream will have.</summary>
public sealed record Forecast(string Level, string Stream, int Pupils);

/// <summary>Teachers that a structure needs in a discipline.</summary>
/// <param name="Hours">Of all its classes together, a week.</param>
public sealed record TeacherNeed(string Discipline, decimal Hours, int Needed);

/// <summary>Looks into the next year of a school.</summary>
public static class StructureForecast
{
    /// <summary>Discipline of those who teach a primary class everything but Amazigh (مزدوج).</summary>
    private const string Generalist = "DBL";

    /// <summary>
    /// This year's pupils where the councils' decisions lead them. Where no council has met, the yearly rate of repeaters is taken of
    /// each level; where several streams follow, pupils spread as those who sit in them today; and levels that nobody of this school
    /// moves into are entered by as many as this year.
    /// </summary>
    /// <param name="entrants">Pupils new at the school this year, by level and stream.</param>
    public static IReadOnlyList<Forecast> Of(int school, Destinations rule, IReadOnlyCollection<Standing> standings, IReadOnlyDictionary<(string Level, string Stream), int> entrants, StructureRules rules)
    {
        var sitting = standings.CountBy(s => (s.Level, s.Stream)).ToDictionary();
        var next = new Dictionary<(string Level, string Stream), int>();
        foreach (var group in standings.GroupBy(s => (s.Level, s.Stream)).OrderBy(g => g.Key))
        {
            var level = rule.LevelOf(group.Key.Level);
            var undecided = group.Count(s => s.Decision is null);
            var staying = group.Count(s => s.Decision is "REPEAT" or "REINSTATE") + (int)Math.Round(undecided * rules.RepeatRateOf(level.CycleCode) / 100m, MidpointRounding.AwayFromZero);
            var leaving = group.Count(s => s.Decision is "TRAINING" or "EXCLUDE");
            Add(group.Key, staying);
            Spread(group.Count() - staying - leaving, [.. Following(group.Key)]);
        }

        var offered = rule.Offers.Where(o => o.School == school).Select(o => (o.Level, o.Stream)).ToHashSet();
        var followed = offered.SelectMany(Following).ToHashSet();
        foreach (var entry in offered.Where(o => !followed.Contains(o)).Order())
            Add(entry, entrants.GetValueOrDefault(entry));
        return [.. next.Where(n => n.Value > 0 || sitting.ContainsKey(n.Key)).OrderBy(n => rule.LevelOf(n.Key.Level).Order).ThenBy(n => n.Key.Level, StringComparer.Ordinal).ThenBy(n => n.Key.Stream, StringComparer.Ordinal)
            .Select(n => new Forecast(n.Key.Level, n.Key.Stream, n.Value))];

        IEnumerable<(string Level, string Stream)> Following((string Level, string Stream) from) =>
            rule.After(rule.LevelOf(from.Level)).SelectMany(l => rule.StreamsAfter(from.Stream, l).Select(s => (l.Code, s))).Where(o => rule.IsOffered(school, o.Code, o.s)).Select(o => (o.Code, o.s));

        void Add((string Level, string Stream) key, int pupils) => next[key] = next.GetValueOrDefault(key) + pupils;

        // The largest remainders get what rounding leaves over, so that nobody is lost.
        void Spread(int pupils, List<(string Level, string Stream)> targets)
        {
            if (targets.Count == 0 || pupils <= 0) return;
            var weights = targets.ConvertAll(t => (decimal)sitting.GetValueOrDefault(t));
            if (weights.Sum() == 0) weights = targets.ConvertAll(_ => 1m);
            var shares = weights.ConvertAll(w => pupils * w / weights.Sum());
            var whole = shares.ConvertAll(s => (int)Math.Floor(s));
            foreach (var index in Enumerable.Range(0, targets.Count).OrderByDescending(i => shares[i] - whole[i]).ThenBy(i => i).Take(pupils - whole.Sum()))
                whole[index]++;
            for (var i = 0; i < targets.Count; i++) Add(targets[i], whole[i]);
        }
    }

    /// <summary>Teachers by discipline: the classes' weekly hours over the hours of a service (domain 11 §5).</summary>
    public static IReadOnlyList<TeacherNeed> Teachers(IEnumerable<(string Cycle, string Level, string Stream, int Classes)> lines, ILookup<(string Level, string Stream), SubjectPlan> plans, StructureRules rules)
    {
        var parts = lines.Where(l => l.Classes > 0).SelectMany(l => plans[(l.Level, l.Stream)].Where(p => p.WeeklyHours > 0)
            .Select(p => (Discipline: l.Cycle == "PRI" && p.SubjectCode != "AMZ" ? Generalist : p.SubjectCode, Hours: p.WeeklyHours!.Value * l.Classes, Service: rules.ServiceOf(l.Cycle))));
        return [.. parts.GroupBy(p => p.Discipline).Select(g => new TeacherNeed(g.Key, g.Sum(p => p.Hours), (int)Math.Ceiling(g.Sum(p => p.Hours / p.Service))))
            .OrderByDescending(n => n.Hours).ThenBy(n => n.Discipline, StringComparer.Ordinal)];
    }
}
