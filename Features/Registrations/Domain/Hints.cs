using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.Domain;

/// <summary>Everything the program can say about a request. Hints only: the head decides.</summary>
/// <param name="Age">What the age rule says.</param>
/// <param name="AgeOnDay">Whole years on the day that counts.</param>
/// <param name="SeatsLeft">First-year seats neither taken nor offered, for the school of the request; null when no school is given.</param>
/// <param name="Waiting">Other requests on the waiting list of that school: a seat that is free is theirs first.</param>
public sealed record Hints(
    AgeVerdict? Age, int? AgeOnDay, DateOnly CountedOn, int MinimumAge, bool? FitsZone, int? SeatsLeft, int Waiting,
    IReadOnlyList<PossiblePupil> Pupils, ExistingRequest? Other)
{
    /// <summary>No seat is left for this child: it waits, or is taken above the capacity with a reason.</summary>
    public bool HasNoSeat => SeatsLeft is { } left && left - Waiting <= 0;

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
        (int? Left, int Waiting) seats = (null, 0);
        if (request.SchoolId is { } school)
        {
            seats = await db.SeatsOf(school, request.SchoolYearId, request.Id, ct);
        }

        return new Hints(
            request.BirthDate is { } birth ? rule.Judge(birth) : null,
            request.BirthDate is { } born ? rule.AgeOf(born) : null,
            rule.CountedOn, rule.MinimumAge,
            request.ZoneSchoolId is { } zone ? zone == request.SchoolId : null,
            seats.Left, seats.Waiting, await db.PossiblePupils(request, ct),
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
