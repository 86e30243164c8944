namespace Massar.Features.Deadlines;

public static class Permissions
{
    /// <summary>Heads, for their school: what is missing, by name, and where it is mended.</summary>
    public const string Board = "deadlines.board";

    /// <summary>The directorate: how much is missing at each of its schools; no names, nothing to press.</summary>
    public const string Watch = "deadlines.watch";
}
