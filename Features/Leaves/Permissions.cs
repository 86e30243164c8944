namespace Massar.Features.Leaves;

public static class Permissions
{
    /// <summary>Staff: ask for leave, follow it, answer a flag.</summary>
    public const string Own = "leaves.own";

    /// <summary>Heads and directorates: the leaves of the people at their place.</summary>
    public const string Follow = "leaves.follow";

    /// <summary>Heads: opinion, decisions that are a head's, cover, return to work.</summary>
    public const string Answer = "leaves.answer";

    /// <summary>Directorates: decide, order and record checks, conclude on flags, return to work.</summary>
    public const string Decide = "leaves.decide";
}
