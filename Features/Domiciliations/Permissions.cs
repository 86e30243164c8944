namespace Massar.Features.Domiciliations;

/// <summary>What may be done in this area; who holds it is in Infrastructure/Security/Roles.cs.</summary>
public static class Permissions
{
    /// <summary>Ask for another account for one's own pay, and follow it.</summary>
    public const string Own = "domiciliations.own";

    /// <summary>The HR office: read the requests below, compare, return, refuse and accept them.</summary>
    public const string Treat = "domiciliations.treat";
}
