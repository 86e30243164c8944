using System.Collections.Frozen;

namespace Massar.Features.Leaves.Domain;

/// <summary>Where a leave stands (workflow 4.16).</summary>
public enum LeaveState
{
    /// <summary>The head of the school gives an opinion, or decides what is a head's to decide.</summary>
    Asked = 0,

    /// <summary>The directorate checks papers and counters, and decides.</summary>
    WithOffice = 1,

    /// <summary>A doctor or the health council has to answer.</summary>
    InCheck = 2,

    Granted = 3,
    Refused = 4,
    Cancelled = 5,

    /// <summary>The person is back at work, or goes on with the leave that extends this one.</summary>
    Ended = 6,
}

/// <summary>Whose turn it is.</summary>
public enum LeaveTurn
{
    Head,
    Directorate,
    Doctor,

    /// <summary>Granted: the head records the return.</summary>
    Return,
    Nobody,
}

/// <summary>What a person may do with a leave, each allowed in some states by some role.</summary>
public enum LeaveAct
{
    /// <summary>The head's opinion, then to the directorate.</summary>
    Favorable,
    Unfavorable,
    Grant,
    Refuse,

    /// <summary>No certificate came, or the doctor did not confirm: the days count as annual leave.</summary>
    CountAsAnnual,

    /// <summary>Counter-visit (الفحص المضاد).</summary>
    OrderVisit,

    /// <summary>The file goes to the health council.</summary>
    SendToCouncil,

    Confirmed,
    NotConfirmed,

    /// <summary>The person was not found by the doctor.</summary>
    NoShow,
}

/// <summary>One line of the table of states.</summary>
/// <param name="IsLive">Keeps its days: no other leave is asked for them.</param>
/// <param name="Tag">Colour of its tag.</param>
public sealed record LeaveRule(LeaveTurn Turn, bool IsLive, string Tag, params LeaveState[] Next);

/// <summary>The workflow of a leave, whole.</summary>
public static class LeaveStates
{
    private static readonly FrozenDictionary<LeaveState, LeaveRule> Table = new Dictionary<LeaveState, LeaveRule>
    {
        [LeaveState.Asked] = new(LeaveTurn.Head, true, "warn", LeaveState.WithOffice, LeaveState.InCheck, LeaveState.Granted, LeaveState.Refused, LeaveState.Cancelled),
        [LeaveState.WithOffice] = new(LeaveTurn.Directorate, true, "warn", LeaveState.InCheck, LeaveState.Granted, LeaveState.Refused, LeaveState.Cancelled),
        [LeaveState.InCheck] = new(LeaveTurn.Doctor, true, "info", LeaveState.WithOffice, LeaveState.Cancelled),
        [LeaveState.Granted] = new(LeaveTurn.Return, true, "ok", LeaveState.Ended, LeaveState.Cancelled),
        [LeaveState.Refused] = new(LeaveTurn.Nobody, false, "bad"),
        [LeaveState.Cancelled] = new(LeaveTurn.Nobody, false, "mute"),
        // Open again where the person contests the day, or the extension is taken back.
        [LeaveState.Ended] = new(LeaveTurn.Nobody, true, "mute", LeaveState.Granted),
    }.ToFrozenDictionary();

    public static IReadOnlyList<LeaveState> Live { get; } = [.. Table.Where(r => r.Value.IsLive).Select(r => r.Key).Order()];

    /// <summary>States in which somebody has something to do.</summary>
    public static IReadOnlyList<LeaveState> Open { get; } = [.. Table.Where(r => r.Value.Turn != LeaveTurn.Nobody).Select(r => r.Key).Order()];

    public static LeaveRule Of(LeaveState state) => Table[state];

    public static bool MayBecome(this LeaveState from, LeaveState to) => Table[from].Next.Contains(to);

    /// <summary>Text key.</summary>
    public static string Key(LeaveState state) => $"leaves.state.{state}";
}
