namespace Massar.Features.Installations;

/// <summary>What may be done in this area; who holds it is in Infrastructure/Security/Roles.cs.</summary>
public static class Permissions
{
    /// <summary>One's own.</summary>
    public const string Own = "installations.own";

    /// <summary>Read those of the places below.</summary>
    public const string Follow = "installations.follow";

    /// <summary>Record presence and departure there.</summary>
    public const string Receive = "installations.receive";
}
