namespace Massar.Features.Meetings;

public static class Permissions
{
    /// <summary>Guardians: ask a teacher of a child for a meeting, and call it off.</summary>
    public const string Ask = "meetings.ask";

    /// <summary>Teachers: their own meetings.</summary>
    public const string Hold = "meetings.hold";

    /// <summary>The office of a school: who comes when.</summary>
    public const string Follow = "meetings.follow";
}
