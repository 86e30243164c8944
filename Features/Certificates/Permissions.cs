namespace Massar.Features.Certificates;

public static class Permissions
{
    /// <summary>Asks for a certificate: for a child, or for oneself.</summary>
    public const string Request = "certificates.request";

    /// <summary>Issues at the school's desk and mends what keeps certificates from being issued.</summary>
    public const string Issue = "certificates.issue";

    /// <summary>Declares that an issued paper must not be believed any more.</summary>
    public const string Revoke = "certificates.revoke";
}
