using System.Collections.Frozen;

namespace Massar.Infrastructure.Security;

/// <summary>
/// Which role holds which permission: one readable table. A role is worn as a hat at a place of the tree;
/// the place says on which records the permission counts.
/// </summary>
public static class Roles
{
    public const string Pupil = "pupil";
    public const string Guardian = "guardian";
    public const string Teacher = "teacher";
    public const string Head = "head";
    public const string Clerk = "clerk";
    public const string Supervisor = "supervisor";
    public const string Employee = "employee";
    public const string HrManager = "hr-manager";
    public const string HeadOfService = "head-of-service";
    public const string ProvincialDirector = "provincial-director";
    public const string AcademyMobility = "academy-mobility";
    public const string FinancialControl = "financial-control";
    public const string Signatory = "signatory";
    public const string Ministry = "ministry";
    public const string Auditor = "auditor";
    public const string Support = "support";

    private static readonly string[] Family = ["accounts.own", "notices.read"];
    private static readonly string[] Staff = ["accounts.own", "notices.read", "payslips.own", "mobility.participate", "decisions.own"];

    private static readonly FrozenDictionary<string, FrozenSet<string>> Table = new Dictionary<string, string[]>
    {
        [Pupil] = [.. Family, "marks.own", "certificates.request"],
        [Guardian] = [.. Family, "marks.children", "certificates.request", "registrations.follow"],
        [Employee] = [.. Staff],
        [Teacher] = [.. Staff, "marks.enter"],
        [Supervisor] = [.. Staff, "pupils.view"],
        [Clerk] = [.. Staff, "pupils.view", "certificates.issue", "accounts.desk"],
        [Head] = [.. Staff, "pupils.view", "registrations.read", "registrations.decide", "marks.validate", "certificates.issue", "certificates.revoke", "accounts.desk", "notices.call"],
        [HrManager] = [.. Staff, "employees.view", "decisions.prepare", "mobility.validate-province", "payslips.view"],
        [HeadOfService] = [.. Staff, "employees.view", "decisions.visa", "mobility.validate-province"],
        [ProvincialDirector] = [.. Staff, "registrations.read", "registrations.place", "employees.view", "decisions.visa", "pupils.view", "mobility.validate-province", "schools.view"],
        [FinancialControl] = [.. Staff, "decisions.visa"],
        [Signatory] = [.. Staff, "employees.view", "decisions.sign"],
        [AcademyMobility] = [.. Staff, "employees.view", "mobility.validate-academy"],
        [Ministry] = [.. Staff, "reference.edit", "schools.view", "mobility.open-campaign", "accounts.manage"],
        [Auditor] = [.. Staff, "audit.read"],
        [Support] = [.. Staff, "work.watch"],
    }.ToFrozenDictionary(r => r.Key, r => r.Value.ToFrozenSet());

    /// <summary>Roles whose holders must give a second factor to sign in. Families may, and need not (minors share devices).</summary>
    public static bool NeedsSecondFactor(string role) => role is not (Pupil or Guardian);

    public static IEnumerable<string> All => Table.Keys;

    public static bool IsKnown(string role) => Table.ContainsKey(role);

    public static FrozenSet<string> PermissionsOf(string role) => Table.TryGetValue(role, out var set) ? set : FrozenSet<string>.Empty;
}
