using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;

namespace Massar.Features.Mobility.Domain;

/// <summary>Which records count for whom. What is outside does not exist.</summary>
public static class Scopes
{
    /// <summary>The office the worn hat acts for, if any.</summary>
    public static Office? OfficeOf(this CurrentUser user) =>
        user.Has(Permissions.ValidateMinistry) ? Office.Ministry
        : user.Has(Permissions.ValidateAcademy) ? Office.Academy
        : user.Has(Permissions.ValidateProvince) ? Office.Directorate
        : null;

    /// <summary>Requests that were sent by people of the office's territory; for the ministry those of campaigns in which it has a word, once the academy has spoken.</summary>
    public static IQueryable<MovementRequest> InTerritoryOf(this IQueryable<MovementRequest> requests, CurrentUser user)
    {
        var path = user.PlacePath;
        return user.OfficeOf() == Office.Ministry
            ? requests.Where(r => r.Submissions > 0 && r.PlacePath.StartsWith(path) && r.Campaign.MinistryFrom != null && r.AcademyAccountId != null)
            : requests.Where(r => r.Submissions > 0 && r.PlacePath.StartsWith(path));
    }

    public static IQueryable<DatumContest> InTerritoryOf(this IQueryable<DatumContest> contests, CurrentUser user)
    {
        var path = user.PlacePath;
        return contests.Where(c => c.PlacePath.StartsWith(path));
    }

    public static IQueryable<PriorityClaim> InTerritoryOf(this IQueryable<PriorityClaim> claims, CurrentUser user)
    {
        var path = user.PlacePath;
        return claims.Where(c => c.PlacePath.StartsWith(path));
    }

    /// <summary>One's own; for offices also those of their territory.</summary>
    public static IQueryable<DatumContest> VisibleTo(this IQueryable<DatumContest> contests, CurrentUser user)
    {
        var (me, path, isOffice) = (user.EmployeeId ?? 0, user.PlacePath, user.OfficeOf() is Office.Directorate or Office.Academy);
        return contests.Where(c => c.EmployeeId == me || (isOffice && c.PlacePath.StartsWith(path)));
    }

    /// <inheritdoc cref="VisibleTo(IQueryable{DatumContest}, CurrentUser)"/>
    public static IQueryable<PriorityClaim> VisibleTo(this IQueryable<PriorityClaim> claims, CurrentUser user)
    {
        var (me, path, isOffice) = (user.EmployeeId ?? 0, user.PlacePath, user.OfficeOf() is Office.Directorate or Office.Academy);
        return claims.Where(c => c.EmployeeId == me || (isOffice && c.PlacePath.StartsWith(path)));
    }

    /// <summary>One's own, and those against results of movements one runs.</summary>
    public static IQueryable<RunAppeal> VisibleTo(this IQueryable<RunAppeal> appeals, MassarDb db, CurrentUser user)
    {
        var me = user.EmployeeId ?? 0;
        if (!user.Has(Permissions.Run))
            return appeals.Where(a => a.EmployeeId == me);
        var run = db.Campaigns.RunBy(user);
        return appeals.Where(a => a.EmployeeId == me || run.Any(c => c.Id == a.CampaignId));
    }

    public static IQueryable<MovementRequest> OwnedBy(this IQueryable<MovementRequest> requests, CurrentUser user)
    {
        var me = user.EmployeeId ?? 0;
        return requests.Where(r => r.EmployeeId == me);
    }

    /// <summary>One's own request; for offices also those sent from their territory.</summary>
    public static IQueryable<MovementRequest> VisibleTo(this IQueryable<MovementRequest> requests, CurrentUser user)
    {
        if (user.OfficeOf() is not { } office)
            return requests.OwnedBy(user);
        var (me, path) = (user.EmployeeId ?? 0, user.PlacePath);
        if (office == Office.Ministry)
            return requests.Where(r => r.EmployeeId == me || (r.Submissions > 0 && r.PlacePath.StartsWith(path) && r.Campaign.MinistryFrom != null && r.AcademyAccountId != null));
        return requests.Where(r => r.EmployeeId == me || (r.Submissions > 0 && r.PlacePath.StartsWith(path)));
    }

    /// <summary>Announced campaigns made for people of a grade at a place. Grades are read in memory: campaigns are few.</summary>
    public static IQueryable<Campaign> Announced(this IQueryable<Campaign> campaigns) =>
        campaigns.Where(c => c.State == CampaignState.Announced);

    /// <summary>Campaigns whose assignment the office runs: those of its own place and of places below it.</summary>
    public static IQueryable<Campaign> RunBy(this IQueryable<Campaign> campaigns, CurrentUser user)
    {
        var path = user.PlacePath;
        return campaigns.Announced().Where(c => c.PlacePath.StartsWith(path));
    }

    /// <summary>
    /// The request by which the person who is signed in takes part in a campaign, whatever the hat worn now: nobody runs or publishes a movement
    /// in which they have a wish. One that was taken back, or never sent, asks for nothing.
    /// </summary>
    public static IQueryable<MovementRequest> TakingPart(this IQueryable<MovementRequest> requests, MassarDb db, CurrentUser user)
    {
        var own = Features.Accounts.Domain.Hands.FilesOf(db, user.EmployeeId ?? 0);
        return requests.Where(r => own.Contains(r.EmployeeId)).Where(r => r.Submissions > 0 && r.State != RequestState.Draft && r.State != RequestState.Withdrawn);
    }

    /// <summary>Campaigns in which people of the office's territory take part.</summary>
    public static IQueryable<Campaign> Covering(this IQueryable<Campaign> campaigns, CurrentUser user)
    {
        var (path, above) = (user.PlacePath, Schools.Domain.Tree.Above(user.PlacePath).ToArray());
        return campaigns.Announced().Where(c => c.PlacePath.StartsWith(path) || above.Contains(c.PlaceId));
    }

    /// <summary>Runs whose hour has come, by the database's clock.</summary>
    public static IQueryable<AssignmentRun> Published(this IQueryable<AssignmentRun> runs) => runs.Where(r => r.PublishAt != null && r.PublishAt <= DateTime.UtcNow);

    /// <summary>People who leave the office's territory, come to it, or move inside it.</summary>
    public static IQueryable<RunOutcome> InTerritoryOf(this IQueryable<RunOutcome> outcomes, CurrentUser user)
    {
        var path = user.PlacePath;
        return outcomes.Where(o => o.FromPath.StartsWith(path) || o.ToPath.StartsWith(path));
    }

    /// <summary>The person who acts now.</summary>
    public static Actor Acting(this CurrentUser user, TimeProvider clock) =>
        new(user.AccountId, user.EmployeeId, user.Session.NameAr, user.Session.NameLatin, user.Role, clock.GetUtcNow().UtcDateTime);
}
