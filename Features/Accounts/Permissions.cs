namespace Massar.Features.Accounts;

/// <summary>What roles may do here; who holds what stands in Infrastructure/Security/Roles.cs.</summary>
public static class Permissions
{
    /// <summary>Print codes for pupils, guardians and staff of one's own school.</summary>
    public const string Desk = "accounts.desk";

    /// <summary>Find accounts, give and end hats.</summary>
    public const string Manage = "accounts.manage";

    /// <summary>Guardians: say at which telephone the school reaches them.</summary>
    public const string Contact = "accounts.contact";
}
