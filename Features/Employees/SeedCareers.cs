using Bogus;
using Massar.Features.Employees.Domain;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;

namespace Massar.Features.Employees;

/// <summary>
/// Draws a career that the tables allow: from échelon to échelon at one rhythm, promoted to the next grade after seven to fourteen
/// years, later twelve and more, at the first échelon there with an index at least as high.
/// </summary>
internal sealed class SeedCareers(SeededYears years, Randomizer draw)
{
    public sealed record Step(DateOnly StartsOn, StaffGrade Grade, EchelonStep Echelon);

    public IReadOnlyList<Step> Of(string firstGrade, DateOnly recruitedOn)
    {
        var grade = years.Grades[firstGrade];
        var rhythm = draw.WeightedRandom([0, 1, 2], [0.35f, 0.55f, 0.1f]);
        var steps = new List<Step>();
        var (day, inGradeSince, wait) = (recruitedOn, recruitedOn, draw.Number(84, 168));
        var echelon = years.Steps[grade.Echelle][0];
        while (true)
        {
            steps.Add(new Step(day, grade, echelon));
            var months = rhythm switch { 0 => echelon.FastMonths, 1 => echelon.MediumMonths, _ => echelon.SlowMonths };
            var advance = months is { } m ? day.AddMonths(m) : DateOnly.MaxValue;
            var promotion = grade.NextGrade is { } next && years.Grades.TryGetValue(next, out var better) && years.Steps.ContainsKey(better.Echelle)
                ? inGradeSince.AddMonths(wait) : DateOnly.MaxValue;
            if (advance < promotion)
            {
                if (advance > years.Today)
                    return steps;
                (day, echelon) = (advance, years.Steps[grade.Echelle][echelon.Echelon]);
            }
            else
            {
                if (promotion > years.Today)
                    return steps;
                grade = years.Grades[grade.NextGrade!];
                var index = echelon.Index;
                echelon = years.Steps[grade.Echelle].FirstOrDefault(s => s.Index >= index) ?? years.Steps[grade.Echelle][^1];
                (day, inGradeSince, wait) = (promotion, promotion, draw.Number(144, 264));
            }
        }
    }

    public CareerStep Row(long id, long employeeId, Step step, string position) => new()
    {
        Id = id,
        EmployeeId = employeeId,
        StartsOn = step.StartsOn,
        GradeCode = step.Grade.Code,
        Echelle = step.Grade.Echelle,
        Echelon = step.Echelon.Echelon,
        Index = step.Echelon.Index,
        PositionCode = position,
        LearntAt = step.StartsOn.AddDays(60) is var known && known < years.Today
            ? known.ToDateTime(new TimeOnly(10, 0), DateTimeKind.Utc)
            : years.Today.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc),
    };
}
