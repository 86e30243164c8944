namespace Massar.Features.Documents;

public static class Permissions
{
    /// <summary>Declares that a paper of one's school must not be believed any more.</summary>
    public const string Revoke = "certificates.revoke";
}
