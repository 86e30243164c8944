namespace Massar.Features.Transfers;

public static class Permissions
{
    /// <summary>Read the transfers to and from one's school, or of the schools of one's directorate.</summary>
    public const string Follow = "transfers.follow";

    /// <summary>Heads: ask for a pupil, answer, confirm that the pupil has joined.</summary>
    public const string Act = "transfers.act";

    /// <summary>The directorate of the sending school decides on objections and silence.</summary>
    public const string Decide = "transfers.decide";

    /// <summary>Guardians ask that their child moves.</summary>
    public const string Request = "transfers.request";
}
