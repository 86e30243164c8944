using Massar.Features.Employees.Domain;
using Massar.Features.Reference.Domain;

namespace Massar.Features.Decisions.Domain;

/// <summary>Time in the grade of a day, read from career steps.</summary>
/// <param name="Since">The day it was entered; null where the file begins in the middle of it.</param>
/// <param name="UncountedDays">Days since then in positions that give no right to advancement (dahir 1-58-008).</param>
public sealed record GradeTime(string GradeCode, DateOnly? Since, int UncountedDays)
{
    /// <param name="steps">All steps of one employee, in any order.</param>
    /// <param name="recruitedOn">A file whose first line is later says nothing of the years between.</param>
    public static GradeTime? On(DateOnly day, IEnumerable<CareerStep> steps, DateOnly recruitedOn)
    {
        var known = steps.KnownAt(DateTime.MaxValue);
        var at = known.FindLastIndex(s => s.StartsOn <= day);
        if (at < 0)
            return null;
        var first = at;
        while (first > 0 && known[first - 1].GradeCode == known[at].GradeCode)
            first--;
        var uncounted = 0;
        for (var i = first; i <= at; i++)
            if (!Situation.CountsIn(known[i].PositionCode))
                uncounted += (i < at ? known[i + 1].StartsOn : day).DayNumber - known[i].StartsOn.DayNumber;
        return new GradeTime(known[at].GradeCode, first > 0 || known[first].StartsOn <= recruitedOn ? known[first].StartsOn : null, uncounted);
    }

    /// <summary>The day so many years are complete.</summary>
    public DateOnly Reaches(int years) => Since!.Value.AddYears(years).AddDays(UncountedDays);

    /// <summary>Complete years on a day.</summary>
    public int YearsOn(DateOnly day)
    {
        var years = 0;
        while (Reaches(years + 1) <= day)
            years++;
        return years;
    }

    /// <summary>Days that count, on a day.</summary>
    public int DaysOn(DateOnly day) => day.DayNumber - Since!.Value.DayNumber - UncountedDays;
}

/// <summary>The échelon of the next grade somebody comes into.</summary>
/// <param name="LeftoverDays">Seniority in échelon brought along.</param>
public sealed record GradePlacement(string GradeCode, string Echelle, int Echelon, int Index, int LeftoverDays)
{
    /// <summary>
    /// The first échelon of the new grade whose index is equal to the old one or next above, by the least gain the rules give; where the
    /// new scale ends below it, its last échelon with the old index kept. Seniority in échelon is kept where the gain is smaller than the
    /// next échelon of the old grade would have brought (decree 2-62-344).
    /// </summary>
    /// <returns>Null where the table of échelons does not know one of the two scales.</returns>
    public static GradePlacement? Of(Situation now, StaffGrade next, IReadOnlyCollection<ScaleStep> scale, PromotionRules rules, DateOnly from)
    {
        var steps = scale.Where(s => s.Echelle == next.Echelle).OrderBy(s => s.Echelon).ToList();
        if (steps.Count == 0 || !scale.Any(s => s.Echelle == now.Echelle && s.Echelon == now.Echelon))
            return null;
        var step = steps.Find(s => s.Index >= now.Index + rules.LeastGain) ?? steps[^1];
        var index = Math.Max(step.Index, now.Index);
        var forgone = (scale.FirstOrDefault(s => s.Echelle == now.Echelle && s.Echelon == now.Echelon + 1)?.Index ?? now.Index + 1) - now.Index;
        var kept = rules.KeepsSeniority && index - now.Index < forgone ? from.DayNumber - now.Since.DayNumber - now.UncountedDays + now.LeftoverDays : 0;
        return new GradePlacement(next.Code, next.Echelle, step.Echelon, index, Math.Max(0, kept));
    }
}

/// <summary>What a decision of promotion is drafted with besides the situation.</summary>
/// <param name="RelatedEmployeeId">The spouse or other parent who is staff too: it is that person's case as well.</param>
public sealed record PromotionCase(GradePlacement Place, long? RelatedEmployeeId);

/// <summary>Figures of a year's promotions: settings <c>careers.*</c> of the school year that holds its 31 December.</summary>
/// <param name="Quota">Percent of those eligible in a grade who are promoted by choice.</param>
/// <param name="PointsYear">For each complete year in the grade.</param>
/// <param name="PointsRating">What the average of the last three ratings is multiplied by.</param>
/// <param name="LeastGain">Index points the new échelon gives at least.</param>
public sealed record PromotionRules(CareerFigures Figures, int Quota, decimal PointsYear, decimal PointsRating, int LeastGain, bool KeepsSeniority)
{
    /// <param name="careers">The settings <c>careers.*</c>.</param>
    public static PromotionRules Of(YearFigures careers) =>
        new(new CareerFigures(careers), careers.Number("promotion-quota", 36, most: 100), careers.Fraction("promotion-points-year", 2, 100), careers.Fraction("promotion-points-rating", 1, 100),
            careers.Number("promotion-least-gain", 0, most: 100), careers.Number("promotion-keep-seniority", 1) > 0);

    /// <summary>Posts of a grade: the quota of those eligible, never more.</summary>
    public static int PostsOf(int eligible, int quota) => eligible * quota / 100;
}
