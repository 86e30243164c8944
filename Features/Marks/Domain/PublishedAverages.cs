using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.Domain;

/// <summary>What a pupil's published subjects come to, out of the level's scale.</summary>
/// <param name="First">Of the first semester, once every subject taught to the class is out with all its tests.</param>
/// <param name="Second">Of the second, likewise.</param>
/// <param name="Year">Once both are known.</param>
/// <param name="SoFar">Of the newest semester with anything out, while no semester is complete; it changes with every subject that follows.</param>
public sealed record YearAverages(decimal? First, decimal? Second, decimal? Year, decimal? SoFar = null)
{
    public static readonly YearAverages None = new(null, null, null);
}

/// <summary>One edition of a subject that is out.</summary>
/// <param name="IsTaught">A teacher is assigned to it in the class.</param>
/// <param name="Taught">Subjects of the plan that are taught to the class: a semester is complete when all of them are out.</param>
public sealed record PublishedSubject(long PupilId, int Year, int Semester, string Subject, DateTime PublishAt, decimal? Average, decimal Coefficient, int Scale, bool IsComplete, int FormulaVersion, bool IsTaught, int Taught);

/// <summary>One edition with what people call it.</summary>
public sealed class NamedResult
{
    public required PublishedSubject Result { get; init; }

    public required string SubjectAr { get; init; }

    public required string SubjectFr { get; init; }

    public required string? Remark { get; init; }
}

/// <summary>The averages of many pupils as their families may read them now, by the database's clock.</summary>
public static class PublishedAverages
{
    /// <summary>One statement.</summary>
    public static async Task<IReadOnlyDictionary<long, YearAverages>> Of(MassarDb db, IReadOnlyCollection<long> pupils, int year, MarkAudience reader, CancellationToken ct)
    {
        if (pupils.Count == 0) return new Dictionary<long, YearAverages>();
        var rows = await db.PublishedResults.Where(r => pupils.Contains(r.PupilId) && r.SchoolYearId == year).Out(db, reader).ToListAsync(ct);
        return rows.GroupBy(r => r.PupilId).ToDictionary(g => g.Key, Of);
    }

    /// <summary>Editions whose hour has come for a kind of reader, by the database's clock.</summary>
    public static IQueryable<PublishedResult> OutFor(this IQueryable<PublishedResult> results, MarkAudience reader)
    {
        var hidden = MarkAudiences.HiddenFrom(reader);
        return results.Where(r => r.PublishAt <= DateTime.UtcNow && r.Audience != hidden);
    }

    /// <summary>Those that are out, by the database's clock.</summary>
    public static IQueryable<PublishedSubject> Out(this IQueryable<PublishedResult> results, MassarDb db, MarkAudience reader) => results.OutNamed(db, reader).Select(r => r.Result);

    /// <summary>The same with the subject's names and the teacher's remark.</summary>
    public static IQueryable<NamedResult> OutNamed(this IQueryable<PublishedResult> results, MassarDb db, MarkAudience reader) => results.OutFor(reader)
        .Select(r => new NamedResult
        {
            SubjectAr = r.SubjectAr,
            SubjectFr = r.SubjectFr,
            Remark = r.Remark,
            Result = new PublishedSubject(r.PupilId, r.SchoolYearId, r.Semester, r.SubjectCode, r.PublishAt, r.Average, r.Coefficient, r.Scale, r.IsComplete, r.FormulaVersion, db.TeachingAssignments.Any(a => a.ClassId == r.ClassId && a.SubjectCode == r.SubjectCode), (
                from c in db.Classes
                where c.Id == r.ClassId
                join plan in db.SubjectPlans on new { c.SchoolYearId, c.LevelCode, c.StreamCode } equals new { plan.SchoolYearId, plan.LevelCode, plan.StreamCode }
                where plan.TestsPerSemester > 0 && db.TeachingAssignments.Any(a => a.ClassId == c.Id && a.SubjectCode == plan.SubjectCode)
                select plan.SubjectCode).Count()),
        });

    /// <summary>The averages of one pupil in one year.</summary>
    public static YearAverages Of(IEnumerable<PublishedSubject> ofYear)
    {
        // Editions of a subject: the newest that is out holds every test that is.
        var newest = ofYear.GroupBy(r => (r.Semester, r.Subject)).Select(s => s.MaxBy(r => r.PublishAt)!).ToLookup(r => r.Semester);
        var (first, second) = (Complete(1), Complete(2));
        return new YearAverages(first, second, Averages.OfYear(first, second, RoundingOf(2)), first is null && second is null ? Average(2) ?? Average(1) : null);

        decimal? Complete(int semester) => newest[semester].All(s => s.IsComplete) && newest[semester].MaxBy(s => s.PublishAt) is { } last && newest[semester].Count(s => s.IsTaught) >= last.Taught ? Average(semester) : null;

        decimal? Average(int semester) => Averages.OfSemester(newest[semester].Select(r => (r.Average, r.Coefficient)), RoundingOf(semester));

        Rounding RoundingOf(int semester) => newest[semester].Select(r => r.FormulaVersion).Distinct().ToList() is [var only] ? Averages.RoundingOf(only) : Rounding.HalfUp;
    }
}
