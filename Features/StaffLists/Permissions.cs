namespace Massar.Features.StaffLists;

/// <summary>What may be done in this area; who holds it is in Infrastructure/Security/Roles.cs.</summary>
public static class Permissions
{
    /// <summary>Read the lists of one's office.</summary>
    public const string Follow = "staff-lists.follow";

    /// <summary>The second person of the office: confirm lists that open files.</summary>
    public const string Confirm = "staff-lists.confirm";

    /// <summary>Bring lists of staff in from files, at or below one's place, and take them back.</summary>
    public const string Import = "staff-lists.import";
}
