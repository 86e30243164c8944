using System.Collections.Frozen;
using Massar.Infrastructure.Data;

namespace Massar.Features.Registrations.Domain;

/// <summary>Where a request stands (workflow 4.1).</summary>
public enum RegistrationState
{
    Draft = 0,
    Sent = 1,
    UnderCheck = 2,
    ToCorrect = 3,
    Accepted = 4,
    Refused = 5,
    Withdrawn = 6,

    /// <summary>Another request for the same child goes on; this one only points to it.</summary>
    Merged = 7,

    /// <summary>Validated while no seat is free: it stands on the school's list.</summary>
    Waiting = 8,

    /// <summary>A seat is kept for it until the family answers or the hours are over.</summary>
    Offered = 9,

    /// <summary>The family said nothing in time; it may ask for a place on the list again.</summary>
    Lapsed = 10,
}

/// <summary>Whose turn it is.</summary>
public enum Turn
{
    Family,
    School,
    Directorate,
    Nobody,

    /// <summary>A seat has to become free.</summary>
    Seat,
}

/// <summary>Why a head refuses (circular 030-20, axis 2: a refusal states its reason).</summary>
public enum RefusalReason
{
    /// <summary>عدم استيفاء السن القانوني.</summary>
    Age = 1,

    /// <summary>عدم مطابقة المؤسسة مع محل السكنى.</summary>
    Zone = 2,

    Other = 3,
}

/// <summary>One line of the table of states.</summary>
/// <param name="Turn">Whose turn it is.</param>
/// <param name="Clock">Working days before the case is overdue and the office above is told; 0 for none. Silence never refuses.</param>
/// <param name="IsLive">Counts as the one request a child may have.</param>
/// <param name="Tag">Colour of its tag.</param>
/// <param name="Next">Where it may go.</param>
public sealed record StateRule(Turn Turn, int Clock, bool IsLive, string Tag, params RegistrationState[] Next);

/// <summary>The workflow of a request, whole.</summary>
public static class RegistrationStates
{
    private static readonly FrozenDictionary<RegistrationState, StateRule> Table = new Dictionary<RegistrationState, StateRule>
    {
        //                                      turn           clock live   tag     next
        [RegistrationState.Draft] = new(Turn.Family, 0, false, "mute", RegistrationState.Sent, RegistrationState.Merged, RegistrationState.Withdrawn),
        [RegistrationState.Sent] = new(Turn.School, 5, true, "warn", RegistrationState.UnderCheck, RegistrationState.Withdrawn),
        [RegistrationState.UnderCheck] = new(Turn.School, 5, true, "info", RegistrationState.ToCorrect, RegistrationState.Accepted, RegistrationState.Waiting, RegistrationState.Refused, RegistrationState.Withdrawn),
        [RegistrationState.ToCorrect] = new(Turn.Family, 0, true, "bad", RegistrationState.Sent, RegistrationState.Withdrawn),
        [RegistrationState.Accepted] = new(Turn.Nobody, 0, true, "ok"),
        [RegistrationState.Refused] = new(Turn.Family, 0, false, "bad", RegistrationState.UnderCheck),
        [RegistrationState.Withdrawn] = new(Turn.Nobody, 0, false, "mute"),
        [RegistrationState.Merged] = new(Turn.Nobody, 0, false, "mute"),
        [RegistrationState.Waiting] = new(Turn.Seat, 0, true, "warn", RegistrationState.Offered, RegistrationState.Accepted, RegistrationState.ToCorrect, RegistrationState.Refused, RegistrationState.Withdrawn),
        [RegistrationState.Offered] = new(Turn.Family, 0, true, "info", RegistrationState.Accepted, RegistrationState.Withdrawn, RegistrationState.Lapsed),
        [RegistrationState.Lapsed] = new(Turn.Family, 0, false, "bad", RegistrationState.Waiting),
    }.ToFrozenDictionary();

    public static StateRule Of(RegistrationState state) => Table[state];

    public static bool MayBecome(this RegistrationState from, RegistrationState to) => Table[from].Next.Contains(to);

    /// <summary>"registrations.state.to-correct".</summary>
    public static string Key(RegistrationState state) => "registrations.state." + Slug(state);

    public static string Slug(RegistrationState state) => state switch
    {
        RegistrationState.Draft => "draft",
        RegistrationState.Sent => "sent",
        RegistrationState.UnderCheck => "under-check",
        RegistrationState.ToCorrect => "to-correct",
        RegistrationState.Accepted => "accepted",
        RegistrationState.Refused => "refused",
        RegistrationState.Withdrawn => "withdrawn",
        RegistrationState.Waiting => "waiting",
        RegistrationState.Offered => "offered",
        RegistrationState.Lapsed => "lapsed",
        _ => "merged",
    };

    public static RegistrationState? Read(string? slug) =>
        Table.Keys.Where(s => Slug(s) == slug).Select(s => (RegistrationState?)s).FirstOrDefault();

    /// <summary>The last day on which it is not overdue: so many working days, Monday to Friday, after the day it came.</summary>
    public static DateOnly? DueOn(RegistrationState state, DateTime since)
    {
        var days = Table[state].Clock;
        return days == 0 ? null : WorkingDays.After(DateOnly.FromDateTime(MoroccanDay.Local(since)), days);
    }
}
