using Massar.Features.Marks.Domain;
using Massar.Features.Reference.Domain;

namespace Massar.Features.PupilNotes.Domain;

/// <summary>By which figures a file speaks, as the year's settings say it.</summary>
/// <param name="OpenMinutes">How long a file that was opened may be read before it is opened, and written down, again.</param>
/// <param name="Strong">From which average of last year, out of 20, a subject is a strength.</param>
/// <param name="Weak">Below which one it is a need.</param>
/// <param name="Subjects">At most so many subjects are named.</param>
public sealed record FileRules(int OpenMinutes, decimal Strong, decimal Weak, int Subjects)
{
    public const string Prefix = "pupil-notes.";

    public static FileRules From(YearFigures figures) =>
        new(figures.Number("open-minutes", 120, 5, 1440), figures.Fraction("strong", 14, 20), figures.Fraction("weak", 8, 20), figures.Number("subjects", 3, 1, 10));

    /// <summary>Subjects of a year with their averages out of 20, the best first.</summary>
    public static IReadOnlyList<(string Ar, string Fr, decimal Average)> Subjects20(IEnumerable<PastSubject> past) =>
        [.. past.Where(p => p.Average is not null && p.Scale > 0).GroupBy(p => p.Subject, StringComparer.Ordinal)
            .Select(g => (g.First().Ar, g.First().Fr, Average: g.Average(p => RemarkRules.OutOf20(p.Average, p.Scale)!.Value))).OrderByDescending(s => s.Average).ThenBy(s => s.Fr, StringComparer.Ordinal)];
}

/// <summary>A subject of last year as its family reads it.</summary>
public sealed record PastSubject(string Subject, string Ar, string Fr, decimal? Average, int Scale);
