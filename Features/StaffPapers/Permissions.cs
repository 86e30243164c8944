namespace Massar.Features.StaffPapers;

public static class Permissions
{
    /// <summary>Gets one's own papers.</summary>
    public const string Ask = "staff-papers.ask";

    /// <summary>Issues papers at the counter for the staff of one's place, and sees which wait for data.</summary>
    public const string Issue = Documents.Permissions.IssueStaff;

    /// <summary>Declares that such a paper must not be believed any more.</summary>
    public const string Revoke = Documents.Permissions.RevokeStaff;
}
