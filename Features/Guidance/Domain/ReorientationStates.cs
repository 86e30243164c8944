using System.Collections.Frozen;

namespace Massar.Features.Guidance.Domain;

/// <summary>Where a request of re-orientation stands (workflow 4.9: asked, opinion, decided). The numbers are stored.</summary>
public enum ReorientationState : byte
{
    /// <summary>The school has to give its opinion.</summary>
    Asked = 0,

    /// <summary>The school has spoken; the commission decides.</summary>
    Advised = 1,

    /// <summary>A seat is given; the pupil still has to be put into a class.</summary>
    Accepted = 2,

    /// <summary>Seats are full; the request waits for one.</summary>
    Waiting = 3,

    Refused = 4,

    /// <summary>The family took it back.</summary>
    Withdrawn = 5,

    /// <summary>The pupil sits in a class of the new stream.</summary>
    Placed = 6,

    /// <summary>Accepted for another school, and the transfer came to nothing; or its year is over.</summary>
    Lapsed = 7,
}

/// <summary>One line of the table of states.</summary>
/// <param name="IsLive">Counts as the one request a pupil may have.</param>
/// <param name="HasSeat">One of the seats is the pupil's.</param>
/// <param name="Tag">Colour of its tag.</param>
public sealed record ReorientationRule(bool IsLive, bool HasSeat, string Tag, params ReorientationState[] Next);

/// <summary>The workflow of a re-orientation, whole.</summary>
public static class ReorientationStates
{
    private static readonly FrozenDictionary<ReorientationState, ReorientationRule> Table = new Dictionary<ReorientationState, ReorientationRule>
    {
        //                                     live  seat   tag    next
        // After the last day of opinions a silent school holds nobody back.
        [ReorientationState.Asked] = new(true, false, "warn", ReorientationState.Advised, ReorientationState.Accepted, ReorientationState.Waiting, ReorientationState.Refused, ReorientationState.Withdrawn, ReorientationState.Lapsed),
        [ReorientationState.Advised] = new(true, false, "info", ReorientationState.Accepted, ReorientationState.Waiting, ReorientationState.Refused, ReorientationState.Withdrawn, ReorientationState.Lapsed),
        // What was decided can be taken back until the pupil is placed.
        [ReorientationState.Accepted] = new(true, true, "ok", ReorientationState.Placed, ReorientationState.Lapsed, ReorientationState.Asked, ReorientationState.Advised),
        [ReorientationState.Waiting] = new(true, false, "info", ReorientationState.Accepted, ReorientationState.Refused, ReorientationState.Withdrawn, ReorientationState.Asked, ReorientationState.Advised, ReorientationState.Lapsed),
        [ReorientationState.Refused] = new(false, false, "bad", ReorientationState.Asked, ReorientationState.Advised),
        [ReorientationState.Withdrawn] = new(false, false, "mute"),
        [ReorientationState.Placed] = new(false, true, "ok"),
        [ReorientationState.Lapsed] = new(false, false, "mute"),
    }.ToFrozenDictionary();

    public static ReorientationRule Of(ReorientationState state) => Table[state];

    public static bool MayBecome(this ReorientationState from, ReorientationState to) => Table[from].Next.Contains(to);

    /// <summary>Text key.</summary>
    public static string Key(ReorientationState state) => $"guidance.change.state.{state}";
}
