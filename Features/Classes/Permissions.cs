namespace Massar.Features.Classes;

public static class Permissions
{
    /// <summary>The school's staff: its classes and their lists.</summary>
    public const string View = "classes.view";

    /// <summary>Put pupils into classes and move them.</summary>
    public const string Seat = "classes.seat";

    /// <summary>Heads: who teaches what, with hours.</summary>
    public const string Teaching = "classes.teaching";

    /// <summary>Heads: prepare the structure of the next year.</summary>
    public const string Structure = "classes.structure";

    /// <summary>The directorate: accept or return the schools' structures.</summary>
    public const string Structures = "classes.structures";
}
