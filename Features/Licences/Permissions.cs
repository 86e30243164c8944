namespace Massar.Features.Licences;

/// <summary>What may be done in this area; who holds it is in Infrastructure/Security/Roles.cs.</summary>
public static class Permissions
{
    /// <summary>Heads: the licence of the own private school, what it asks for, its declared teachers.</summary>
    public const string School = "licences.school";

    /// <summary>Read the register and the files of the schools below.</summary>
    public const string Follow = "licences.follow";

    /// <summary>Directorates: take files in, check their papers, visit schools, and allow extra hours in private schools.</summary>
    public const string Study = "licences.study";

    /// <summary>Academies: decide what a commission said; suspend and withdraw.</summary>
    public const string Decide = "licences.decide";

    /// <summary>One's own authorisations to teach in private schools.</summary>
    public const string Hours = "licences.hours";
}
