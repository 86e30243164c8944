namespace Massar.Features.StaffMerges;

/// <summary>What may be done in this area; who holds it is in Infrastructure/Security/Roles.cs.</summary>
public static class Permissions
{
    /// <summary>Read the cases of one's office.</summary>
    public const string Follow = "staff-merges.follow";

    /// <summary>Look for files that may be of one employee, and propose to merge two.</summary>
    public const string Propose = "staff-merges.propose";

    /// <summary>The second person of the office: confirm or refuse, and take back.</summary>
    public const string Decide = "staff-merges.decide";
}
