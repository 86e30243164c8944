namespace Massar.Features.Transfers.Domain;

/// <summary>What the pages show on which somebody sends a child to another school.</summary>
/// <param name="Search">The schools there are to choose from.</param>
/// <param name="Reasons">The ministry's list.</param>
public sealed record MoveDraft(Seat Pupil, ReceiverSearch Search, IReadOnlyList<Term> Reasons);

/// <summary>What such a page sends, beside boxes of its own.</summary>
public abstract record MoveInput
{
    /// <summary>Number of the receiving school.</summary>
    public string? School { get; init; }

    /// <summary>What was looked for, to show the same choice again.</summary>
    public string? Directorate { get; init; }

    public string? Words { get; init; }

    public string? ReasonCode { get; init; }

    public string? Reason { get; init; }

    public int? ChosenDirectorate() => int.TryParse(Directorate, out var chosen) ? chosen : null;
}
