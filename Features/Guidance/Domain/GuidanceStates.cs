using System.Collections.Frozen;

namespace Massar.Features.Guidance.Domain;

/// <summary>Where a pupil's wishes stand (workflow 4.9). The numbers are stored.</summary>
public enum GuidanceState : byte
{
    Draft = 0,
    Sent = 1,

    /// <summary>The council has spoken.</summary>
    Advised = 2,

    /// <summary>The commission has decided; the family reads it from the hour of publication on.</summary>
    Decided = 3,

    Accepted = 4,
    Appealed = 5,

    /// <summary>The appeal has its answer.</summary>
    Answered = 6,

    Assigned = 7,
}

/// <summary>Whose turn it is.</summary>
public enum GuidanceTurn
{
    Family,
    Council,
    Commission,
    Nobody,
}

/// <summary>One line of the table of states.</summary>
/// <param name="IsSecret">The family reads it as if the council had just spoken, until the hour of publication.</param>
public sealed record GuidanceRule(GuidanceTurn Turn, bool IsSecret, string Tag, params GuidanceState[] Next);

/// <summary>The workflow of a pupil's wishes, whole.</summary>
public static class GuidanceStates
{
    private static readonly FrozenDictionary<GuidanceState, GuidanceRule> Table = new Dictionary<GuidanceState, GuidanceRule>
    {
        //                                 turn                      secret tag    next
        [GuidanceState.Draft] = new(GuidanceTurn.Family, false, "mute", GuidanceState.Sent),
        // Whoever sent is decided on even where the council was silent.
        [GuidanceState.Sent] = new(GuidanceTurn.Council, false, "warn", GuidanceState.Advised, GuidanceState.Decided),
        [GuidanceState.Advised] = new(GuidanceTurn.Commission, false, "info", GuidanceState.Decided),
        // Who says nothing in time is taken to accept: silence takes no seat away.
        [GuidanceState.Decided] = new(GuidanceTurn.Family, true, "info", GuidanceState.Accepted, GuidanceState.Appealed, GuidanceState.Assigned),
        [GuidanceState.Accepted] = new(GuidanceTurn.Nobody, false, "ok", GuidanceState.Assigned),
        [GuidanceState.Appealed] = new(GuidanceTurn.Commission, false, "warn", GuidanceState.Answered),
        [GuidanceState.Answered] = new(GuidanceTurn.Nobody, false, "info", GuidanceState.Assigned),
        [GuidanceState.Assigned] = new(GuidanceTurn.Nobody, false, "ok"),
    }.ToFrozenDictionary();

    public static GuidanceRule Of(GuidanceState state) => Table[state];

    public static bool MayBecome(this GuidanceState from, GuidanceState to) => Table[from].Next.Contains(to);

    /// <summary>Text key.</summary>
    public static string Key(GuidanceState state) => $"guidance.state.{state}";

    /// <summary>What a family sees before the hour of publication.</summary>
    public static GuidanceState Shown(GuidanceState state, bool isOut) => !isOut && Table[state].IsSecret ? GuidanceState.Advised : state;
}
