using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.Domain;

/// <summary>
/// Which roles of staff a role opens accounts for, gives and ends: those of the rank below, never one's own. A school's for its head, heads for
/// the directorate, directors for the academy, and everything for the ministry.
/// </summary>
public static class StaffRoles
{
    private static readonly string[] OfMinistry = [.. Roles.All.Where(Hat.CanBeGranted).Order(StringComparer.Ordinal)];

    /// <summary>Empty for who gives none.</summary>
    public static IReadOnlyList<string> GivenBy(string role) => role switch
    {
        Roles.Head => [Roles.Teacher, Roles.Clerk, Roles.Supervisor, Roles.Employee],
        Roles.HrManager => [Roles.Head, Roles.Employee],
        Roles.ProvincialDirector => [Roles.Head, Roles.HrManager, Roles.HeadOfService, Roles.Inspector, Roles.Employee],
        Roles.Signatory => [Roles.ProvincialDirector, Roles.AcademyMobility, Roles.HrManager, Roles.HeadOfService, Roles.Inspector, Roles.Employee],
        Roles.Ministry => OfMinistry,
        _ => [],
    };

    /// <summary>
    /// Roles that are trusted with another's visa or signature: the role given, and after a space a role of one's own that is trusted with it.
    /// Financial control answers to another ministry and delegates there.
    /// </summary>
    public static readonly IReadOnlyList<string> Trusted =
    [
        $"{Roles.Signatory} {Roles.ProvincialDirector}",
        $"{Roles.Signatory} {Roles.AcademyMobility}",
        $"{Roles.Signatory} {Roles.HeadOfService}",
        $"{Roles.ProvincialDirector} {Roles.HeadOfService}",
        $"{Roles.HeadOfService} {Roles.HeadOfService}",
        $"{Roles.HeadOfService} {Roles.HrManager}",
    ];

    /// <summary>Empty for a role that nobody is trusted with.</summary>
    public static IReadOnlyList<string> TrustedWith(string role) => [.. Trusted.Where(t => t.StartsWith($"{role} ", StringComparison.Ordinal)).Select(t => t[(role.Length + 1)..])];

    /// <summary>Those that are worn at this kind of place.</summary>
    public static IEnumerable<string> GivenBy(string role, PlaceKind kind) => GivenBy(role).Where(r => Hat.FitsAt(r, kind));
}

/// <summary>The end of a role before its day.</summary>
public static class HatEnds
{
    /// <summary>Ends a hat and those its wearer lent; answers all of them. The caller saves, and closes the sessions that wear them.</summary>
    public static async Task<IReadOnlyList<Hat>> End(MassarDb db, Hat hat, DateOnly today, CancellationToken ct)
    {
        var id = hat.Id;
        List<Hat> ended = [hat, .. await db.Hats.Where(h => h.LentByHatId == id && (h.EndsOn == null || h.EndsOn >= today)).ToListAsync(ct)];
        foreach (var one in ended)
            one.EndNow(today);
        return ended;
    }
}

/// <summary>How long a head names somebody, as the settings <c>accounts.*</c> say it.</summary>
/// <param name="Naming">Days for which a clerk or a supervisor is named at most.</param>
/// <param name="Lending">Days for which a head lends the own role at most.</param>
public sealed record NamingRules(int Naming, int Lending)
{
    /// <summary>Those of the current year; what is missing or makes no sense falls back to the delivered value.</summary>
    public static async Task<NamingRules> Current(MassarDb db, CancellationToken ct)
    {
        var figures = await Reference.Domain.YearFigures.Current(db, "accounts.", ct);
        return new(figures.Number("naming-days", 366, 1, 1100), figures.Number("lending-days", 30, 1, 120));
    }
}
