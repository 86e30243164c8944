namespace Massar.Features.Ratings;

/// <summary>What may be done in this area; who holds it is in Infrastructure/Security/Roles.cs.</summary>
public static class Permissions
{
    /// <summary>Staff: one's own ratings once they are fixed.</summary>
    public const string Own = "ratings.own";

    /// <summary>Heads: rate the staff of their school.</summary>
    public const string Propose = "ratings.propose";

    /// <summary>Directors: fix or return what heads propose, and rate whom nobody proposed.</summary>
    public const string Fix = "ratings.fix";

    /// <summary>Human resources offices: how far the schools are.</summary>
    public const string Follow = "ratings.follow";
}
