using Massar.Infrastructure.Messaging;

namespace Massar.Features.Decisions.Domain;

/// <summary>Where a decision stands (workflow 4.15). Never chosen by hand: it follows from the acts recorded.</summary>
public enum DecisionState
{
    /// <summary>With the manager who prepared it; nothing more than a proposal.</summary>
    Draft = 0,

    /// <summary>In the visa chain, at the step the decision names.</summary>
    InVisa = 1,

    /// <summary>All visas granted; the signature is missing.</summary>
    ToSign = 2,

    /// <summary>Signed and numbered; takes its effects, the employee has neither opened nor been handed it.</summary>
    Signed = 3,

    /// <summary>The employee knows it, by opening it or by a paper handed to him: the appeal clock runs.</summary>
    Notified = 4,

    /// <summary>Sent back to the manager with a reason; may be corrected and sent again.</summary>
    Returned = 5,

    /// <summary>Refused with a code; ends here.</summary>
    Refused = 6,

    /// <summary>Given up before the signature, or taken back by a second decision after it.</summary>
    Withdrawn = 7,
}

/// <summary>What a person can do to a decision.</summary>
public enum DecisionAct
{
    Sent = 0,
    Granted = 1,
    Returned = 2,
    Refused = 3,
    Signed = 4,
    Opened = 5,
    Withdrawn = 6,

    /// <summary>Handed over on paper against a receipt, because it lay unopened.</summary>
    HandedOver = 7,

    /// <summary>Ended because another one that counts only together with it did.</summary>
    Fell = 8,
}

/// <summary>Whose act it is.</summary>
public enum DecisionTurn
{
    /// <summary>The human resources manager of the place.</summary>
    Preparer,

    /// <summary>Whoever holds the role of the current step.</summary>
    Visa,

    /// <summary>The holder of the signature, who has just confirmed his identity.</summary>
    Signatory,

    /// <summary>The employee concerned.</summary>
    Employee,

    /// <summary>The signature of the decision that takes this one back.</summary>
    SecondDecision,

    /// <summary>The human resources office of the place, which carries a paper to the employee.</summary>
    Office,

    /// <summary>The end of another decision that counts only together with this one.</summary>
    Companion,
}

/// <summary>One line of the table: from a state, by an act of somebody, to a state.</summary>
/// <param name="Last">True: only at the last visa. False: only before it. Null: wherever.</param>
/// <param name="NeedsReason">The act is refused without a code from its list.</param>
public sealed record Transition(DecisionState From, DecisionAct Act, DecisionState To, DecisionTurn By, bool? Last = null, bool NeedsReason = false);

/// <summary>The whole life of a decision. What is not in this table cannot happen.</summary>
public static class DecisionFlow
{
    public static readonly IReadOnlyList<Transition> Table =
    [
        new(DecisionState.Draft, DecisionAct.Sent, DecisionState.InVisa, DecisionTurn.Preparer),
        new(DecisionState.Draft, DecisionAct.Withdrawn, DecisionState.Withdrawn, DecisionTurn.Preparer, NeedsReason: true),
        new(DecisionState.Returned, DecisionAct.Sent, DecisionState.InVisa, DecisionTurn.Preparer),
        new(DecisionState.Returned, DecisionAct.Withdrawn, DecisionState.Withdrawn, DecisionTurn.Preparer, NeedsReason: true),

        new(DecisionState.InVisa, DecisionAct.Granted, DecisionState.InVisa, DecisionTurn.Visa, Last: false),
        new(DecisionState.InVisa, DecisionAct.Granted, DecisionState.ToSign, DecisionTurn.Visa, Last: true),
        new(DecisionState.InVisa, DecisionAct.Returned, DecisionState.Returned, DecisionTurn.Visa, NeedsReason: true),
        new(DecisionState.InVisa, DecisionAct.Refused, DecisionState.Refused, DecisionTurn.Visa, NeedsReason: true),

        new(DecisionState.ToSign, DecisionAct.Signed, DecisionState.Signed, DecisionTurn.Signatory),
        new(DecisionState.ToSign, DecisionAct.Returned, DecisionState.Returned, DecisionTurn.Signatory, NeedsReason: true),
        new(DecisionState.ToSign, DecisionAct.Refused, DecisionState.Refused, DecisionTurn.Signatory, NeedsReason: true),

        new(DecisionState.Draft, DecisionAct.Fell, DecisionState.Withdrawn, DecisionTurn.Companion, NeedsReason: true),
        new(DecisionState.Returned, DecisionAct.Fell, DecisionState.Withdrawn, DecisionTurn.Companion, NeedsReason: true),
        new(DecisionState.InVisa, DecisionAct.Fell, DecisionState.Withdrawn, DecisionTurn.Companion, NeedsReason: true),
        new(DecisionState.ToSign, DecisionAct.Fell, DecisionState.Withdrawn, DecisionTurn.Companion, NeedsReason: true),

        new(DecisionState.Signed, DecisionAct.Opened, DecisionState.Notified, DecisionTurn.Employee),
        new(DecisionState.Signed, DecisionAct.HandedOver, DecisionState.Notified, DecisionTurn.Office),
        // Handed over and opened in the same days: both are written down, the earlier one is the notice.
        new(DecisionState.Notified, DecisionAct.HandedOver, DecisionState.Notified, DecisionTurn.Office),
        new(DecisionState.Signed, DecisionAct.Withdrawn, DecisionState.Withdrawn, DecisionTurn.SecondDecision),
        new(DecisionState.Notified, DecisionAct.Withdrawn, DecisionState.Withdrawn, DecisionTurn.SecondDecision),
    ];

    /// <summary>Reasons of a return; "other" wants words.</summary>
    public static readonly IReadOnlyList<string> ReturnReasons = ["missing-paper", "wrong-rating", "wrong-situation", "wrong-date", "other"];

    /// <summary>Codes of a refusal; "other" wants words.</summary>
    public static readonly IReadOnlyList<string> RefusalCodes = ["not-due", "no-right", "no-post", "other"];

    /// <summary>Why a proposal is given up, or a signed decision taken back.</summary>
    public static readonly IReadOnlyList<string> WithdrawalReasons = ["material-error", "wrong-rating", "court-ruling", "other"];

    /// <summary>One act on many is read as one kind of act: decisions of several kinds are refused together.</summary>
    /// <param name="kinds">Of the decisions chosen.</param>
    public static Refusal? OneKind(IEnumerable<string> kinds) =>
        kinds.Distinct(StringComparer.Ordinal).Skip(1).Any() ? Refusal.Conflict("decisions.one-kind").Next("decisions.one-kind-next") : null;

    public static Transition? Find(DecisionState from, DecisionAct act, bool isLastVisa) =>
        Table.FirstOrDefault(t => t.From == from && t.Act == act && (t.Last is null || t.Last == isLastVisa));

    public static IReadOnlyList<string> ReasonsOf(DecisionAct act) => act switch
    {
        DecisionAct.Returned => ReturnReasons,
        DecisionAct.Refused => RefusalCodes,
        DecisionAct.Withdrawn => WithdrawalReasons,
        DecisionAct.Fell => [WholeBatch.Together],
        _ => [],
    };

    /// <summary>The state that follows from the acts alone, in their order: what is stored beside them must agree.</summary>
    /// <param name="acts">Acts as recorded.</param>
    /// <param name="visaCount">Visas the procedure asks for.</param>
    public static (DecisionState State, int Step) Read(IEnumerable<DecisionAct> acts, int visaCount)
    {
        var (state, step) = (DecisionState.Draft, 0);
        foreach (var act in acts)
        {
            var move = Find(state, act, step == visaCount) ?? throw new InvalidOperationException($"{act} cannot follow {state}.");
            step = act switch
            {
                DecisionAct.Sent => 1,
                DecisionAct.Granted => step + 1,
                DecisionAct.Returned or DecisionAct.Refused or DecisionAct.Withdrawn or DecisionAct.Fell => 0,
                _ => step,
            };
            state = move.To;
        }

        return (state, step);
    }
}
