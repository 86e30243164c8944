namespace Massar.Features.Accounts;

/// <summary>What roles may do here; who holds what stands in Infrastructure/Security/Roles.cs.</summary>
public static class Permissions
{
    /// <summary>Print codes for pupils, guardians and staff of one's own school.</summary>
    public const string Desk = "accounts.desk";

    /// <summary>Find accounts, give and end hats.</summary>
    public const string Manage = "accounts.manage";

    /// <summary>Open accounts for the staff below one's place, name them for a time and end it. Narrower than <see cref="Manage"/>: the rank below, never one's own.</summary>
    public const string Staff = "accounts.staff";

    /// <summary>Teachers: print new codes for the pupils of the class they mainly teach.</summary>
    public const string ClassCodes = "accounts.class-codes";

    /// <summary>Guardians: say at which telephone the school reaches them.</summary>
    public const string Contact = "accounts.contact";
}
