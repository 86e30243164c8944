using System.Globalization;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.Domain;

/// <summary>What families have said of a first year to come at a school.</summary>
/// <param name="Requests">Sent and still open, waiting, or accepted, for that year.</param>
/// <param name="Siblings">Younger brothers and sisters, listed in accepted requests of the school, who reach the legal age in that year and have no request yet.</param>
/// <param name="IsComplete">The window of that year is over: nobody is expected any more.</param>
public sealed record FirstYearDemand(int Requests, int Siblings, bool IsComplete)
{
    // Older files tell of nobody who would come now: the list of a family holds children below school age.
    private const int YearsBack = 5;
    private const int MostFiles = 2_000;

    /// <summary>
    /// The pupils to expect: what families said, and while the window of the year is not over at least as many as entered this year,
    /// for most have not asked yet.
    /// </summary>
    public int Expect(int entrants) => IsComplete ? Requests + Siblings : Math.Max(entrants, Requests + Siblings);

    public static async Task<FirstYearDemand> Of(MassarDb db, int school, int year, DateOnly today, CancellationToken ct)
    {
        var asked = await db.Registrations.AsNoTracking().Where(r => r.SchoolId == school && r.SchoolYearId == year
                && (r.State == RegistrationState.Sent || r.State == RegistrationState.UnderCheck || r.State == RegistrationState.ToCorrect || r.State == RegistrationState.Accepted || r.State == RegistrationState.Waiting || r.State == RegistrationState.Offered))
            .Select(r => new { r.ChildAr, r.BirthDate }).ToListAsync(ct);
        var known = asked.Select(a => (Name: ArabicFolding.Fold(a.ChildAr), a.BirthDate)).ToHashSet();
        var (now, before) = (await AgeRule.Of(db, year, ct), await AgeRule.Of(db, year - 1, ct));
        var siblings = new HashSet<(string Name, DateOnly? Birth)>();
        var from = year - YearsBack;
        foreach (var file in await db.Registrations.AsNoTracking().Where(r => r.SchoolId == school && r.SchoolYearId < year && r.SchoolYearId >= from && r.State == RegistrationState.Accepted)
            .OrderByDescending(r => r.Id).Select(r => r.Answers).Take(MostFiles).ToListAsync(ct))
        {
            var answers = new Answers(file);
            for (var i = 1; i <= Topics.MaxSiblings; i++)
            {
                var prefix = string.Create(CultureInfo.InvariantCulture, $"Sibling{i}");
                if (!answers.Has(prefix + "FirstNameAr") || answers.Date(prefix + "BirthDate") is not { } birth || now.Judge(birth) != AgeVerdict.Fits || before.Judge(birth) == AgeVerdict.Fits)
                    continue;
                var child = (ArabicFolding.Fold($"{answers.Text(prefix + "LastNameAr")} {answers.Text(prefix + "FirstNameAr")}"), (DateOnly?)birth);
                if (!known.Contains(child))
                    siblings.Add(child);
            }
        }

        // Without a window in the calendar nobody knows when it is over.
        var ends = (await CalendarWindows.At(db, school, ct, RegistrationWindow.Code)).Of(RegistrationWindow.Code, year)?.EndsOn;
        return new FirstYearDemand(asked.Count, siblings.Count, ends < today);
    }
}
