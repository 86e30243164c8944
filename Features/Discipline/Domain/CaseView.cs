using Massar.Features.Decisions.Domain;

namespace Massar.Features.Discipline.Domain;

/// <summary>A case as its pages show it, to the person and to the office alike.</summary>
public sealed record CaseView(
    long Id, int Version, DisciplineState State, DateOnly FactsOn, string Facts, string? Pieces, DateTime OpenedAt, DateOnly ReplyDueOn, DateTime? SeenAt, string? Reply, DateTime? ReplyAt, bool IsReplyOnPaper,
    DateOnly? CouncilAskedOn, DateOnly? CouncilDueOn, DateOnly? CouncilOn, string? CouncilOpinion, string? CouncilWords, string? CloseReason, string? CloseWords, DateTime? ErasureAskedAt, string? ErasureAnswer)
{
    /// <summary>The decision prepared or signed.</summary>
    public SanctionView? Sanction { get; init; }

    /// <summary>From when its trace may be erased.</summary>
    public DateOnly? ErasableFrom { get; init; }

    public static CaseView Of(DisciplineCase c) => new(c.Id, c.Version, c.State, c.FactsOn, c.Facts, c.Pieces, c.OpenedAt, c.ReplyDueOn, c.SeenAt, c.Reply, c.ReplyAt, c.IsReplyOnPaper,
        c.CouncilAskedOn, c.CouncilDueOn, c.CouncilOn, c.CouncilOpinion, c.CouncilWords, c.CloseReason, c.CloseWords, c.ErasureAskedAt, c.ErasureAnswer);

    /// <summary>The decision came to nothing, or was taken back.</summary>
    public bool IsSanctionOver => Sanction?.State is DecisionState.Refused or DecisionState.Withdrawn;
}
