namespace Massar.Features.Mobility.Domain;

/// <summary>Where a movement request stands (workflow 4.19, up to the academy's validation).</summary>
public enum RequestState
{
    /// <summary>Wishes are being put in order; nothing was sent.</summary>
    Draft = 0,

    Submitted = 1,

    /// <summary>Named things are open again for the participant.</summary>
    ToCorrect = 2,

    DirectorateValidated = 3,
    Refused = 4,

    /// <summary>The academy sent it back to the directorate.</summary>
    ReturnedByAcademy = 5,

    AcademyValidated = 6,
    Withdrawn = 7,

    /// <summary>Where the campaign asks for the ministry's word as well.</summary>
    MinistryValidated = 8,
}

/// <summary>Whose action a request waits for.</summary>
public enum Turn
{
    Nobody = 0,
    Participant = 1,
    Directorate = 2,
    Academy = 3,
    Ministry = 4,
}

/// <summary>What somebody does with a request.</summary>
public enum Move
{
    Submit = 0,
    Withdraw = 1,
    Reenter = 2,
    ValidateAtDirectorate = 3,
    Refuse = 4,
    ReturnToParticipant = 5,
    ValidateAtAcademy = 6,
    ReturnToDirectorate = 7,

    /// <summary>Points counted anew after a contest; the state stays.</summary>
    Recount = 8,

    ValidateAtMinistry = 9,

    /// <summary>The ministry sends it back to the directorate.</summary>
    ReturnByMinistry = 10,

    /// <summary>Somebody in surplus is called in: what is sent is the obligation, and wishes may follow.</summary>
    CallIn = 11,

    /// <summary>Who was called in has to move no more.</summary>
    Release = 12,
}

/// <summary>The life of a request in one table: from where, by what, to where.</summary>
public static class Transitions
{
    private static readonly Dictionary<(RequestState From, Move By), RequestState> Table = new()
    {
        // The participant, until the window closes.
        [(RequestState.Draft, Move.Submit)] = RequestState.Submitted,
        [(RequestState.Submitted, Move.Submit)] = RequestState.Submitted,
        [(RequestState.ToCorrect, Move.Submit)] = RequestState.Submitted,
        [(RequestState.Submitted, Move.Withdraw)] = RequestState.Withdrawn,
        [(RequestState.ToCorrect, Move.Withdraw)] = RequestState.Withdrawn,
        // A validation does not bind the participant while the window is open: who wants other wishes withdraws and enters them anew.
        [(RequestState.DirectorateValidated, Move.Withdraw)] = RequestState.Withdrawn,
        [(RequestState.ReturnedByAcademy, Move.Withdraw)] = RequestState.Withdrawn,
        [(RequestState.AcademyValidated, Move.Withdraw)] = RequestState.Withdrawn,
        [(RequestState.Withdrawn, Move.Reenter)] = RequestState.Draft,

        // The directorate: its own office, and what the academy sent back. A refused request is reopened by returning it.
        [(RequestState.Submitted, Move.ValidateAtDirectorate)] = RequestState.DirectorateValidated,
        [(RequestState.Submitted, Move.Refuse)] = RequestState.Refused,
        [(RequestState.Submitted, Move.ReturnToParticipant)] = RequestState.ToCorrect,
        [(RequestState.ReturnedByAcademy, Move.ValidateAtDirectorate)] = RequestState.DirectorateValidated,
        [(RequestState.ReturnedByAcademy, Move.Refuse)] = RequestState.Refused,
        [(RequestState.ReturnedByAcademy, Move.ReturnToParticipant)] = RequestState.ToCorrect,
        [(RequestState.Refused, Move.ReturnToParticipant)] = RequestState.ToCorrect,

        // The academy, by somebody who did not act at the directorate.
        [(RequestState.DirectorateValidated, Move.ValidateAtAcademy)] = RequestState.AcademyValidated,
        [(RequestState.DirectorateValidated, Move.ReturnToDirectorate)] = RequestState.ReturnedByAcademy,

        // The ministry, where the campaign says so, by a third person.
        [(RequestState.AcademyValidated, Move.ValidateAtMinistry)] = RequestState.MinistryValidated,
        [(RequestState.AcademyValidated, Move.ReturnByMinistry)] = RequestState.ReturnedByAcademy,
        [(RequestState.MinistryValidated, Move.Withdraw)] = RequestState.Withdrawn,

        // An office begins it for who has to move (memo 97).
        [(RequestState.Draft, Move.CallIn)] = RequestState.Submitted,
        [(RequestState.Withdrawn, Move.CallIn)] = RequestState.Submitted,

        // And lets go of who has to move no more, wherever the request stands.
        [(RequestState.Submitted, Move.Release)] = RequestState.Withdrawn,
        [(RequestState.ToCorrect, Move.Release)] = RequestState.Withdrawn,
        [(RequestState.DirectorateValidated, Move.Release)] = RequestState.Withdrawn,
        [(RequestState.ReturnedByAcademy, Move.Release)] = RequestState.Withdrawn,
        [(RequestState.AcademyValidated, Move.Release)] = RequestState.Withdrawn,
        [(RequestState.MinistryValidated, Move.Release)] = RequestState.Withdrawn,
    };

    /// <summary>Every line, for whoever draws or checks the table.</summary>
    public static IReadOnlyDictionary<(RequestState From, Move By), RequestState> All => Table;

    public static RequestState? Of(RequestState from, Move by) => Table.TryGetValue((from, by), out var to) ? to : null;

    /// <summary>As <see cref="TurnOf(RequestState)"/>, in a campaign whose requests may need the ministry's word.</summary>
    public static Turn TurnOf(RequestState state, Campaign campaign) => state == RequestState.AcademyValidated && campaign.MinistryFrom is not null ? Turn.Ministry : TurnOf(state);

    public static Turn TurnOf(RequestState state) => state switch
    {
        RequestState.Draft or RequestState.ToCorrect => Turn.Participant,
        RequestState.Submitted or RequestState.ReturnedByAcademy => Turn.Directorate,
        RequestState.DirectorateValidated => Turn.Academy,
        _ => Turn.Nobody,
    };

    /// <summary>Last day of the state's clock; a clock that ran out marks the request overdue and refuses nobody (workflow rule 2).</summary>
    public static DateOnly? DueOn(RequestState state, Campaign campaign, DateOnly? correctUntil) => state switch
    {
        RequestState.Draft => campaign.ClosesOn,
        RequestState.ToCorrect => correctUntil,
        RequestState.Submitted => campaign.DirectorateUntil,
        RequestState.ReturnedByAcademy or RequestState.DirectorateValidated => campaign.AcademyUntil,
        RequestState.AcademyValidated => campaign.MinistryUntil,
        _ => null,
    };
}
