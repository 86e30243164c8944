namespace Massar.Features.Documents;

public static class Permissions
{
    /// <summary>Declares that a paper of one's school must not be believed any more.</summary>
    public const string Revoke = "certificates.revoke";

    /// <summary>Gives staff their papers at the counter.</summary>
    public const string IssueStaff = "staff-papers.issue";

    /// <summary>Declares so of a paper that an employee got from one's office.</summary>
    public const string RevokeStaff = "staff-papers.revoke";
}
