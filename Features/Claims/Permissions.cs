namespace Massar.Features.Claims;

public static class Permissions
{
    /// <summary>Guardians: the list of one's children, adding one, taking one off, answering who claims one.</summary>
    public const string Own = "claims.own";

    /// <summary>Heads: decide who is added to a child.</summary>
    public const string Decide = "claims.decide";

    /// <summary>Desks: print slips with which guardians add children.</summary>
    public const string Print = "claims.print";
}
