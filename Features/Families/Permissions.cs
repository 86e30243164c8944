namespace Massar.Features.Families;

public static class Permissions
{
    /// <summary>Staff: declare what happened in one's family, read what it comes to.</summary>
    public const string Own = "family.own";

    /// <summary>Heads and directorates: the declarations of the people at their place and the papers they lack.</summary>
    public const string Follow = "family.follow";

    /// <summary>Directorates: check papers, return, enter, refuse.</summary>
    public const string Check = "family.check";
}
