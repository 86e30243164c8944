namespace Massar.Features.Registry;

public static class Permissions
{
    /// <summary>Read the register of schools below one's office: its tree on a day, its changes and their papers.</summary>
    public const string View = "registry.view";

    /// <summary>Directorates: propose that a school is opened, renamed, moved, split, merged or closed.</summary>
    public const string Propose = "registry.propose";

    /// <summary>Academies: decide what a directorate proposed.</summary>
    public const string Decide = "registry.decide";
}
