namespace Massar.Features.Strikes;

/// <summary>What hats may do about strike days.</summary>
public static class Permissions
{
    /// <summary>Staff: read one's own absences on strike days and reply.</summary>
    public const string Own = "strikes.own";

    /// <summary>Heads and offices: enter who was absent on a day, and read the list of the place.</summary>
    public const string Enter = "strikes.enter";

    /// <summary>Directorates: how many were absent, by place and day; no names.</summary>
    public const string Follow = "strikes.follow";

    /// <summary>The human resources office: look at replies, propose deductions.</summary>
    public const string Handle = "strikes.handle";
}
