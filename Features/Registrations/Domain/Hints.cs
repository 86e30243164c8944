using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.Domain;

/// <summary>Everything the program can say about a request. Hints only: the head decides.</summary>
/// <param name="Age">What the age rule says.</param>
/// <param name="AgeOnDay">Whole years on the day that counts.</param>
/// <param name="SeatsLeft">First-year seats not taken, for the school of the request; null when no school is given.</param>
public sealed record Hints(
    AgeVerdict? Age, int? AgeOnDay, DateOnly CountedOn, int MinimumAge, bool? FitsZone, int? SeatsLeft,
    IReadOnlyList<PossiblePupil> Pupils, ExistingRequest? Other)
{
    /// <summary>A validation needs a written reason: a waiver of age or an exception to the zone.</summary>
    public bool NeedsException => Age is not AgeVerdict.Fits || FitsZone == false;
}

/// <summary>Works the hints out.</summary>
public static class HintDesk
{
    /// <summary>The first level of primary school.</summary>
    public const string FirstLevel = "1AP";

    public static async Task<Hints> HintsFor(this MassarDb db, Registration request, CancellationToken ct)
    {
        var rule = await AgeRule.Of(db, request.SchoolYearId, ct);
        int? seats = null;
        if (request.SchoolId is { } school)
        {
            var year = request.SchoolYearId;
            seats = await db.Schools.Where(s => s.Id == school)
                .Select(s => (int?)(s.FirstYearSeats - db.Enrollments.Count(e => e.SchoolId == s.Id && e.SchoolYearId == year && e.LevelCode == FirstLevel && (e.State == EnrollmentState.Active || e.State == EnrollmentState.Expected))))
                .SingleOrDefaultAsync(ct);
        }

        return new Hints(
            request.BirthDate is { } birth ? rule.Judge(birth) : null,
            request.BirthDate is { } born ? rule.AgeOf(born) : null,
            rule.CountedOn, rule.MinimumAge,
            request.ZoneSchoolId is { } zone ? zone == request.SchoolId : null,
            seats, await db.PossiblePupils(request, ct),
            request.State is RegistrationState.Accepted ? null : await db.ExistingFor(request, ct));
    }

    /// <summary>Pupils of all schools that may be this child.</summary>
    public static async Task<IReadOnlyList<PossiblePupil>> PossiblePupils(this MassarDb db, Registration request, CancellationToken ct)
    {
        if (request.BirthDate is not { } birth || request.State == RegistrationState.Accepted)
            return [];
        return await db.PossiblePupils(birth, request.SearchKey.Split('|')[0], request.BirthActNumber, except: 0, ct);
    }
}
