namespace Massar.Features.Audits;

/// <summary>What hats may do with the audit trail.</summary>
public static class Permissions
{
    /// <summary>Staff: read what was done on one's own file and decisions.</summary>
    public const string Own = "audits.own";

    /// <summary>Auditors: read who did what below their place, and have a span of a chain checked.</summary>
    public const string Read = "audit.read";
}
