namespace Massar.Features.Staffing;

/// <summary>What may be done in this area; who holds it is in Infrastructure/Security/Roles.cs.</summary>
public static class Permissions
{
    /// <summary>Staff: one's own hours and what is said of them.</summary>
    public const string Own = "staffing.own";

    /// <summary>Read the use of staff of the schools below.</summary>
    public const string Follow = "staffing.follow";

    /// <summary>Heads: answer the flags of their school.</summary>
    public const string Answer = "staffing.answer";

    /// <summary>Directorates: accept an answer or return it.</summary>
    public const string Decide = "staffing.decide";

    /// <summary>Directorates and academies: surplus and shortage.</summary>
    public const string Board = "staffing.board";
}
