namespace Massar.Features.Escalations;

public static class Permissions
{
    /// <summary>Heads: what waits for their word, and by when.</summary>
    public const string Head = "escalations.head";

    /// <summary>The directorate's office of pupils and families: what waited too long at a head.</summary>
    public const string Pupils = "escalations.pupils";

    /// <summary>The directorate's office of the staff: the same of what teachers asked for themselves.</summary>
    public const string Staff = "escalations.staff";
}
