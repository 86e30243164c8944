using Massar.Features.Employees.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Ratings.Domain;

/// <summary>The most of each criterion and when a year is rated: settings <c>ratings.*</c> (decree 2-05-1367, to be confirmed).</summary>
public sealed class RatingRules(YearFigures figures)
{
    public const string Prefix = "ratings.";

    /// <summary>In the order of the form.</summary>
    public static readonly IReadOnlyList<string> Criteria = ["work", "output", "organisation", "conduct", "innovation"];

    private static readonly decimal[] Delivered = [5, 5, 3, 4, 3];

    public static async Task<RatingRules> Read(MassarDb db, CancellationToken ct) => new(await YearFigures.Current(db, Prefix, ct));

    /// <summary>The most of a criterion.</summary>
    /// <param name="criterion">Its place in <see cref="Criteria"/>.</param>
    public decimal Most(int criterion) => figures.Fraction($"most-{Criteria[criterion]}", Delivered[criterion], 20);

    /// <summary>The year that is rated on a day: its own from the setting's month on, before that the year before.</summary>
    public int YearOn(DateOnly day) => day.Month >= figures.Number("first-month", 10, 1, 12) ? day.Year : day.Year - 1;
}

/// <summary>Who is rated.</summary>
public static class RatedStaff
{
    /// <summary>Those of the file who are in service on a day and were recruited by the end of the year.</summary>
    public static IQueryable<Employee> RatedIn(this IQueryable<Employee> staff, MassarDb db, int year, DateOnly today)
    {
        var last = new DateOnly(year, 12, 31);
        // Who has left is rated no more; a departure that was taken back is no departure.
        return staff.Where(e => e.RecruitedOn <= last && !db.CareerSteps.Any(s => s.EmployeeId == e.Id && s.StartsOn <= today && s.PositionCode.StartsWith("LEFT_")
            && !db.CareerSteps.Any(l => l.EmployeeId == e.Id && ((l.StartsOn > s.StartsOn && l.StartsOn <= today) || (l.StartsOn == s.StartsOn && l.Id != s.Id && l.LearntAt >= s.LearntAt)))));
    }
}
