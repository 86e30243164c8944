using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools;

namespace Massar.Features.Employees;

/// <summary>A class before it exists: a seat's school, year, level, stream and number.</summary>
public readonly record struct SeededClassKey(int SchoolId, int Year, string Level, string Stream, int Number);

/// <summary>A post: the teaching of a discipline in a cycle of a school, filled by one or more teachers.</summary>
public readonly record struct SeededPost(int SchoolId, string Cycle, string Discipline);

/// <summary>
/// Which class hours make whose service: classes are put, one after another, to the first teacher of the post whose weekly
/// service still has room. Employees are hired by it and classes are assigned by it, so that both agree.
/// </summary>
public sealed record SeededService(
    IReadOnlyList<SeededClassKey> Classes,
    IReadOnlyDictionary<SeededPost, int> Teachers,
    IReadOnlyDictionary<SeededPost, int> TeachersLastYear,
    IReadOnlyDictionary<(SeededClassKey Class, string Subject), (SeededPost Post, int Teacher)> Assignments)
{
    /// <summary>Discipline of those who teach a primary class everything but Amazigh.</summary>
    public const string Generalist = "DBL";

    private const string Amazigh = "AMZ";

    public static SeededService Of(SeededYears years, SeededSchools schools, SeededPupils pupils)
    {
        var keys = pupils.Pupils
            .SelectMany(p => new[] { p.Before, p.Now })
            .OfType<SeededSeat>()
            .Select(s => new SeededClassKey(s.SchoolId, s.SchoolYearId, s.LevelCode, s.StreamCode, s.ClassNumber))
            .Distinct()
            .OrderBy(k => k.Year).ThenBy(k => k.SchoolId).ThenBy(k => years.Levels[k.Level].Order).ThenBy(k => k.Stream, StringComparer.Ordinal).ThenBy(k => k.Number)
            .ToList();

        var assignments = new Dictionary<(SeededClassKey, string), (SeededPost, int)>();
        var teachers = new Dictionary<SeededPost, int>();
        var lastYear = new Dictionary<SeededPost, int>();
        foreach (var year in keys.GroupBy(k => k.Year))
        {
            var load = new Dictionary<SeededPost, List<decimal>>();
            foreach (var key in year)
            {
                var cycle = years.Levels[key.Level].CycleCode;
                var service = ServiceOf(cycle);
                // In primary school all subjects of one teacher go together.
                foreach (var part in years.Plans[(key.Year, key.Level, key.Stream)].GroupBy(p => DisciplineOf(cycle, p)))
                {
                    var post = new SeededPost(key.SchoolId, cycle, part.Key);
                    var hours = part.Sum(p => p.WeeklyHours ?? 0);
                    if (!load.TryGetValue(post, out var bins))
                        load[post] = bins = [];
                    var teacher = bins.FindIndex(b => b + hours <= service);
                    if (teacher < 0)
                    {
                        bins.Add(0);
                        teacher = bins.Count - 1;
                    }

                    bins[teacher] += hours;
                    foreach (var subject in part)
                        assignments[(key, subject.SubjectCode)] = (post, teacher);
                }
            }

            foreach (var (post, bins) in load)
            {
                teachers[post] = Math.Max(teachers.GetValueOrDefault(post), bins.Count);
                if (year.Key == years.Previous.Id)
                    lastYear[post] = bins.Count;
            }
        }

        return new SeededService(keys, teachers, lastYear, assignments);
    }

    /// <summary>Weekly hours owed in a cycle, as the grades of its teachers state.</summary>
    public static decimal ServiceOf(string cycle) => cycle switch { "PRI" => 30, "COL" => 24, _ => 21 };

    private static string DisciplineOf(string cycle, SubjectPlan plan) =>
        cycle == "PRI" && plan.SubjectCode != Amazigh ? Generalist : plan.SubjectCode;
}
