namespace Massar.Features.Attendance;

public static class Permissions
{
    /// <summary>Teachers, for the classes and subjects they teach on that day.</summary>
    public const string Call = "attendance.call";

    /// <summary>Supervisors and heads, for their school: the board, corrections, reasons, follow-ups.</summary>
    public const string Follow = "attendance.follow";

    /// <summary>Heads: flag a pupil as interrupted.</summary>
    public const string Interrupt = "attendance.interrupt";

    /// <summary>Pupils: their own absences.</summary>
    public const string Own = "attendance.own";

    /// <summary>Guardians: the absences of their children, and reasons for them.</summary>
    public const string Children = "attendance.children";
}
