using System.Collections.Frozen;

namespace Massar.Features.Transfers.Domain;

/// <summary>Where a transfer stands (workflow 4.3).</summary>
public enum TransferState
{
    /// <summary>The sending school has to answer.</summary>
    Asked = 0,

    /// <summary>The sending school objected, with a reason.</summary>
    Objected = 1,

    /// <summary>The sending school was silent.</summary>
    Escalated = 2,

    /// <summary>The pupil may join the new school.</summary>
    Ready = 3,

    /// <summary>The pupil did not join in time, and somebody has to find out where the child is.</summary>
    Away = 4,

    Done = 5,
    Cancelled = 6,
    Refused = 7,

    /// <summary>The pupil stays at the school that let them go.</summary>
    Returned = 8,

    /// <summary>The pupil goes to no school.</summary>
    OutOfSchool = 9,
}

/// <summary>Who asked for a transfer.</summary>
public enum TransferOrigin
{
    Receiver = 1,
    Guardian = 2,
    Sender = 3,

    /// <summary>The commission of the directorate that re-oriented the pupil: nobody is asked any more.</summary>
    Commission = 4,
}

/// <summary>Whose turn it is.</summary>
public enum TransferTurn
{
    Sender,
    Receiver,
    Directorate,
    Nobody,
}

/// <summary>Which wait a state has.</summary>
public enum TransferClock
{
    None,

    /// <summary>Working days for the sending school; then the directorate.</summary>
    Answer,

    /// <summary>Days for the pupil to join; then the child is looked for.</summary>
    Joining,
}

/// <summary>One line of the table of states.</summary>
/// <param name="Turn">Whose turn it is.</param>
/// <param name="IsLive">Counts as the one transfer a pupil may have.</param>
/// <param name="OpensRecord">The receiving school reads marks and absences to date.</param>
/// <param name="Tag">Colour of its tag.</param>
/// <param name="Next">Where it may go.</param>
public sealed record TransferRule(TransferTurn Turn, TransferClock Clock, bool IsLive, bool OpensRecord, string Tag, params TransferState[] Next);

/// <summary>The workflow of a transfer, whole.</summary>
public static class TransferStates
{
    private static readonly FrozenDictionary<TransferState, TransferRule> Table = new Dictionary<TransferState, TransferRule>
    {
        //                                  turn                     clock                   live  record tag     next
        [TransferState.Asked] = new(TransferTurn.Sender, TransferClock.Answer, true, false, "warn", TransferState.Ready, TransferState.Objected, TransferState.Escalated, TransferState.Cancelled),
        [TransferState.Objected] = new(TransferTurn.Directorate, TransferClock.None, true, false, "bad", TransferState.Ready, TransferState.Refused, TransferState.Cancelled),
        // The sending school may still agree: silence moved the turn up, it did not take the answer away.
        [TransferState.Escalated] = new(TransferTurn.Directorate, TransferClock.None, true, false, "bad", TransferState.Ready, TransferState.Objected, TransferState.Refused, TransferState.Cancelled),
        [TransferState.Ready] = new(TransferTurn.Receiver, TransferClock.Joining, true, true, "info", TransferState.Done, TransferState.Away, TransferState.Cancelled),
        [TransferState.Away] = new(TransferTurn.Sender, TransferClock.None, true, true, "bad", TransferState.Done, TransferState.Returned, TransferState.OutOfSchool),
        [TransferState.Done] = new(TransferTurn.Nobody, TransferClock.None, false, true, "ok"),
        [TransferState.Cancelled] = new(TransferTurn.Nobody, TransferClock.None, false, false, "mute"),
        [TransferState.Refused] = new(TransferTurn.Nobody, TransferClock.None, false, false, "bad"),
        [TransferState.Returned] = new(TransferTurn.Nobody, TransferClock.None, false, false, "mute"),
        [TransferState.OutOfSchool] = new(TransferTurn.Nobody, TransferClock.None, false, false, "bad"),
    }.ToFrozenDictionary();

    public static IReadOnlyList<TransferState> Live { get; } = [.. Table.Where(r => r.Value.IsLive).Select(r => r.Key).Order()];

    /// <summary>
    /// States in which the receiving school reads what the pupil did so far, of a pupil who is not there yet. Who has joined is the school's own
    /// pupil, and once gone again its former one.
    /// </summary>
    public static IReadOnlyList<TransferState> OpeningRecord { get; } = [.. Table.Where(r => r.Value is { OpensRecord: true, IsLive: true }).Select(r => r.Key).Order()];

    public static TransferRule Of(TransferState state) => Table[state];

    public static bool MayBecome(this TransferState from, TransferState to) => Table[from].Next.Contains(to);

    /// <summary>Text key.</summary>
    public static string Key(TransferState state) => $"transfers.state.{state}";
}
