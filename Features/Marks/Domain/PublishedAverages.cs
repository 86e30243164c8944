using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>A pupil's averages in a year; each null until something counts.</summary>
/// <param name="Year">Of the year, once both semesters are known.</param>
public sealed record YearAverages(decimal? First, decimal? Second, decimal? Year)
{
    public static readonly YearAverages None = new(null, null, null);
}

/// <summary>The averages of many pupils as their families may read them now, by the database's clock. One statement.</summary>
public static class PublishedAverages
{
    public static async Task<IReadOnlyDictionary<long, YearAverages>> Of(MassarDb db, IReadOnlyCollection<long> pupils, int year, CancellationToken ct)
    {
        if (pupils.Count == 0) return new Dictionary<long, YearAverages>();
        var rows = await db.PublishedResults.Where(r => pupils.Contains(r.PupilId) && r.SchoolYearId == year && r.PublishAt <= DateTime.UtcNow)
            .Select(r => new { r.PupilId, r.Semester, r.SubjectCode, r.PublishAt, r.Average, r.Coefficient, r.FormulaVersion }).ToListAsync(ct);
        return rows.GroupBy(r => r.PupilId).ToDictionary(g => g.Key, g =>
        {
            // Editions of a subject: the newest that is out holds every test that is.
            var newest = g.GroupBy(r => (r.Semester, r.SubjectCode)).Select(s => s.MaxBy(r => r.PublishAt)!).ToLookup(r => r.Semester);
            var (first, second) = (Semester(1), Semester(2));
            return new YearAverages(first, second, Averages.OfYear(first, second, RoundingOf(2)));

            decimal? Semester(int semester) => Averages.OfSemester(newest[semester].Select(r => (r.Average, r.Coefficient)), RoundingOf(semester));

            Rounding RoundingOf(int semester) => newest[semester].Select(r => r.FormulaVersion).Distinct().ToList() is [var only] ? Averages.RoundingOf(only) : Rounding.HalfUp;
        });
    }
}
