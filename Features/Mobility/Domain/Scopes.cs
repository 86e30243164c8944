using Massar.Infrastructure.Security;

namespace Massar.Features.Mobility.Domain;

/// <summary>Which records count for whom. What is outside does not exist.</summary>
public static class Scopes
{
    /// <summary>The office the worn hat acts for, if any.</summary>
    public static Office? OfficeOf(this CurrentUser user) =>
        user.Has(Permissions.ValidateAcademy) ? Office.Academy
        : user.Has(Permissions.ValidateProvince) ? Office.Directorate
        : null;

    /// <summary>Requests that were sent by people of the office's territory.</summary>
    public static IQueryable<MovementRequest> InTerritoryOf(this IQueryable<MovementRequest> requests, CurrentUser user)
    {
        var path = user.PlacePath;
        return requests.Where(r => r.Submissions > 0 && r.PlacePath.StartsWith(path));
    }

    public static IQueryable<DatumContest> InTerritoryOf(this IQueryable<DatumContest> contests, CurrentUser user)
    {
        var path = user.PlacePath;
        return contests.Where(c => c.PlacePath.StartsWith(path));
    }

    public static IQueryable<MovementRequest> OwnedBy(this IQueryable<MovementRequest> requests, CurrentUser user)
    {
        var me = user.EmployeeId ?? 0;
        return requests.Where(r => r.EmployeeId == me);
    }

    /// <summary>One's own request; for offices also those sent from their territory.</summary>
    public static IQueryable<MovementRequest> VisibleTo(this IQueryable<MovementRequest> requests, CurrentUser user)
    {
        if (user.OfficeOf() is null)
            return requests.OwnedBy(user);
        var (me, path) = (user.EmployeeId ?? 0, user.PlacePath);
        return requests.Where(r => r.EmployeeId == me || (r.Submissions > 0 && r.PlacePath.StartsWith(path)));
    }

    /// <summary>Announced campaigns made for people of a grade at a place. Grades are read in memory: campaigns are few.</summary>
    public static IQueryable<Campaign> Announced(this IQueryable<Campaign> campaigns) =>
        campaigns.Where(c => c.State == CampaignState.Announced);

    /// <summary>The person who acts now.</summary>
    public static Actor Acting(this CurrentUser user, TimeProvider clock) =>
        new(user.AccountId, user.EmployeeId, user.Session.NameAr, user.Session.NameLatin, user.Role, clock.GetUtcNow().UtcDateTime);
}
