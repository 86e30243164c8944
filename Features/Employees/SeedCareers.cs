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

    /// <summary>
    /// The same career begun earlier or later, so that its last two échelons of one grade came after the time of the quick rhythm and
    /// the next one has been due for two months.
    /// </summary>
    public IReadOnlyList<Step> LatelyAdvanced(IReadOnlyList<Step> career)
    {
        for (var i = career.Count - 1; i >= 0; i--)
        {
            var (grade, former) = (career[i].Grade, career[i].Echelon);
            var next = years.Steps[grade.Echelle].FirstOrDefault(s => s.Echelon == former.Echelon + 1);
            if (former.FastMonths is not { } before || next?.FastMonths is not { } after)
                continue;
            var since = new DateOnly(years.Today.Year, years.Today.Month, 1).AddMonths(-2 - after);
            var from = since.AddMonths(-before);
            var moved = (from.Year - career[i].StartsOn.Year) * 12 + from.Month - career[i].StartsOn.Month;
            return [.. career.Take(i + 1).Select(s => s with { StartsOn = s.StartsOn.AddMonths(moved) }), new Step(since, grade, next)];
        }

        return career;
    }

    /// <summary>Recruited last September: the stage has just come to its end, and nobody has decided yet.</summary>
    public bool IsTrainee(DateOnly recruitedOn) => recruitedOn.Year == years.Current.Id - 1;

    public CareerStep Row(long id, long employeeId, Step step, string position, bool isTrainee) => new()
    {
        Id = id,
        EmployeeId = employeeId,
        StartsOn = step.StartsOn,
        GradeCode = step.Grade.Code,
        Echelle = step.Grade.Echelle,
        Echelon = step.Echelon.Echelon,
        Index = step.Echelon.Index,
        PositionCode = position,
        IsTrainee = isTrainee,
        LearntAt = Known(step.StartsOn, years.Today),
    };

    /// <summary>What is true from a day is told two months later, today at the latest.</summary>
    public static DateTime Known(DateOnly day, DateOnly today) => day.AddDays(60) is var known && known < today
        ? known.ToDateTime(new TimeOnly(10, 0), DateTimeKind.Utc)
        : today.ToDateTime(new TimeOnly(9, 0), DateTimeKind.Utc);
}
