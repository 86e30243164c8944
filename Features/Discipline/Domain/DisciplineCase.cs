using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Discipline.Domain;

/// <summary>Where a disciplinary case stands. The numbers are stored.</summary>
public enum DisciplineState
{
    /// <summary>Communicated to the person, whose explanations are awaited.</summary>
    Asked = 0,

    /// <summary>The person has explained, or the delay is over and the office goes on.</summary>
    Answered = 1,

    /// <summary>The discipline council has it.</summary>
    AtCouncil = 2,

    /// <summary>The council has given its opinion.</summary>
    Advised = 3,

    /// <summary>A decision of sanction is prepared.</summary>
    Proposed = 4,

    /// <summary>Ended without a sanction of this list.</summary>
    Closed = 5,
}

/// <summary>
/// What an employee is reproached with, from the communication of the file to a sanction or to none (dahir 1-58-008 of 24 February 1958, articles 65 to 75):
/// he reads the file, explains, the council is heard where the sanction wants it, and only then a decision is prepared.
/// </summary>
public sealed class DisciplineCase : IVersioned, IInPlace
{
    public const int FactsLength = 2000;

    public const int ReplyLength = 3000;

    public const int PiecesLength = 1000;

    public const int WordsLength = 500;

    public static readonly IReadOnlyList<string> CloseReasons = ["no-fault", "too-late", "dismissal", "left", "other"];

    public long Id { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>The directorate that handles it.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    /// <summary>The day of the facts.</summary>
    public required DateOnly FactsOn { get; init; }

    /// <summary>What happened; not for the audit trail, whose readers need not know.</summary>
    [Secret] public required string Facts { get; init; }

    /// <summary>The papers of the file, by name, which the person may read at the office.</summary>
    [Secret] public string? Pieces { get; init; }

    public required DateTime OpenedAt { get; init; }

    public required long OpenedByAccountId { get; init; }

    /// <summary>The last day for explanations.</summary>
    public required DateOnly ReplyDueOn { get; init; }

    /// <summary>When the person said that he has read the file.</summary>
    public DateTime? SeenAt { get; private set; }

    [Secret] public string? Reply { get; private set; }

    public DateTime? ReplyAt { get; private set; }

    /// <summary>Handed in on paper and written down by the office.</summary>
    public bool IsReplyOnPaper { get; private set; }

    public DateOnly? CouncilAskedOn { get; private set; }

    /// <summary>The last day for the council's opinion.</summary>
    public DateOnly? CouncilDueOn { get; private set; }

    public DateOnly? CouncilOn { get; private set; }

    /// <summary>The sanction the council proposes, or "none".</summary>
    public string? CouncilOpinion { get; private set; }

    [Secret] public string? CouncilWords { get; private set; }

    public DisciplineState State { get; private set; }

    public DateTime StateSince { get; private set; }

    public string? CloseReason { get; private set; }

    [Secret] public string? CloseWords { get; private set; }

    /// <summary>The decision prepared.</summary>
    public long? DecisionId { get; private set; }

    /// <summary>When the person asked that no trace remains.</summary>
    public DateTime? ErasureAskedAt { get; private set; }

    /// <summary>Why not, when it was refused.</summary>
    [Secret] public string? ErasureAnswer { get; private set; }

    public DateTime? ErasedAt { get; private set; }

    public int Version { get; set; }

    public static Refusal Changed => Refusal.Conflict("discipline.not-now").Next("discipline.not-now.next");

    public static Refusal Own => Refusal.Conflict("discipline.own").Next("discipline.own.next").Recorded();

    /// <summary>Puts a new case before the person.</summary>
    public DisciplineCase Begins(DateTime at)
    {
        StateSince = at;
        return this;
    }

    public void See(DateTime at) => SeenAt ??= at;

    /// <summary>The person's explanations; they may be written anew until the office goes on.</summary>
    public Refusal? Explain(string words, bool onPaper, DateTime at)
    {
        // What the person has written himself is not written over by the office.
        if (State is not (DisciplineState.Asked or DisciplineState.Answered) || (onPaper && ReplyAt is not null))
            return Changed;
        (Reply, ReplyAt, IsReplyOnPaper) = (words, at, onPaper);
        // Words the office writes down do not say that the person has read the file.
        if (!onPaper)
            SeenAt ??= at;
        return Become(DisciplineState.Answered, at);
    }

    /// <summary>The office may go on: the person has explained, or the delay is over. Words on paper count before it only of who has read the file.</summary>
    public bool IsHeard(DateOnly today) => State is DisciplineState.Advised || (State is DisciplineState.Asked or DisciplineState.Answered && ((ReplyAt is not null && (!IsReplyOnPaper || SeenAt is not null)) || today > ReplyDueOn));

    public Refusal? AskCouncil(DateOnly day, DateOnly due, DateTime at)
    {
        if (State is not (DisciplineState.Asked or DisciplineState.Answered))
            return Changed;
        if (!IsHeard(MoroccanDay.Of(at)))
            return TooEarly;
        (CouncilAskedOn, CouncilDueOn) = (day, due);
        return Become(DisciplineState.AtCouncil, at);
    }

    public Refusal? Advise(DateOnly day, string opinion, string? words, DateTime at)
    {
        if (State is not DisciplineState.AtCouncil)
            return Changed;
        if (day < CouncilAskedOn)
            return Refusal.Invalid("Day", "discipline.day.council", Formats.ShortDate(CouncilAskedOn.Value));
        (CouncilOn, CouncilOpinion, CouncilWords) = (day, opinion, words);
        return Become(DisciplineState.Advised, at);
    }

    public Refusal? Close(string reason, string? words, DateTime at)
    {
        if (State is DisciplineState.Closed or DisciplineState.Proposed)
            return Changed;
        (CloseReason, CloseWords) = (reason, words);
        return Become(DisciplineState.Closed, at);
    }

    /// <summary>Why a sanction cannot be prepared yet; null when it can.</summary>
    /// <param name="sanction">Null: whether any can.</param>
    public Refusal? Against(string? sanction, DisciplineFigures figures, DateOnly today)
    {
        if (State is DisciplineState.Closed or DisciplineState.Proposed or DisciplineState.AtCouncil)
            return Changed;
        if (!IsHeard(today))
            return TooEarly;
        if (sanction is null || !figures.WantsCouncil(sanction))
            return null;
        if (CouncilOn is null)
            return Refusal.Conflict("discipline.council-first").Next("discipline.council-first.next");
        // Dahir 1-58-008, article 66: nothing heavier than the council's opinion without the approval of the head of the government.
        return figures.MayExceedCouncil || Sanction.Weight(sanction) <= Sanction.Weight(CouncilOpinion!) ? null : Refusal.Conflict("discipline.heavier").Next("discipline.heavier.next");
    }

    public void Propose(long decision, DateTime at)
    {
        DecisionId = decision;
        Become(DisciplineState.Proposed, at);
    }

    /// <summary>The decision came to nothing: the case is where it was before.</summary>
    public void FallBack(DateTime at)
    {
        if (State is not DisciplineState.Proposed)
            return;
        // What was asked about the sanction that came to nothing is not asked about the next one.
        (DecisionId, ErasureAskedAt) = (null, null);
        Become(CouncilOn is not null ? DisciplineState.Advised : DisciplineState.Answered, at);
    }

    /// <param name="from">The first day on which it may be asked.</param>
    public Refusal? AskErasure(DateOnly? from, DateTime at)
    {
        if (from is null || ErasureAskedAt is not null)
            return Changed;
        if (MoroccanDay.Of(at) < from)
            return Refusal.Conflict("discipline.erase.early", Formats.ShortDate(from.Value));
        (ErasureAskedAt, ErasureAnswer) = (at, null);
        return null;
    }

    /// <param name="from">The first day on which it may be erased, as the case stands now.</param>
    public Refusal? AnswerErasure(bool isErased, string? words, DateOnly? from, DateTime at)
    {
        if (ErasureAskedAt is null || ErasedAt is not null)
            return Changed;
        if (isErased && !(from <= MoroccanDay.Of(at)))
            return Changed;
        if (isErased)
            ErasedAt = at;
        else
            (ErasureAskedAt, ErasureAnswer) = (null, words);
        return null;
    }

    /// <summary>From when its trace may be erased; null while nothing is decided, or where the sanction does not count.</summary>
    /// <param name="sanction">The decision prepared; null where there is none.</param>
    public DateOnly? ErasableFrom(DisciplineFigures figures, SanctionView? sanction) => (State, sanction) switch
    {
        (DisciplineState.Closed, _) => MoroccanDay.Of(StateSince).AddYears(figures.EraseYears(Sanction.None)),
        (_, { State: DecisionState.Signed or DecisionState.Notified, SignedAt: { } at }) => MoroccanDay.Of(at).AddYears(figures.EraseYears(sanction.Code)),
        _ => null,
    };

    private Refusal TooEarly => Refusal.Conflict("discipline.too-early", Formats.ShortDate(ReplyDueOn)).Next("discipline.too-early.next");

    private Refusal? Become(DisciplineState state, DateTime at)
    {
        (State, StateSince) = (state, at);
        return null;
    }
}

public sealed class DisciplineCaseConfiguration : IEntityTypeConfiguration<DisciplineCase>
{
    public void Configure(EntityTypeBuilder<DisciplineCase> builder)
    {
        builder.Property(c => c.PlacePath).IsCode(64);
        builder.Property(c => c.Facts).HasMaxLength(DisciplineCase.FactsLength);
        builder.Property(c => c.Pieces).HasMaxLength(DisciplineCase.PiecesLength);
        builder.Property(c => c.Reply).HasMaxLength(DisciplineCase.ReplyLength);
        builder.Property(c => c.CouncilOpinion).IsCode(40);
        builder.Property(c => c.CouncilWords).HasMaxLength(DisciplineCase.WordsLength);
        builder.Property(c => c.CloseReason).IsCode(40);
        builder.Property(c => c.CloseWords).HasMaxLength(DisciplineCase.WordsLength);
        builder.Property(c => c.ErasureAnswer).HasMaxLength(DisciplineCase.WordsLength);
        builder.HasOne<Decision>().WithMany().HasForeignKey(c => c.DecisionId);
        builder.HasIndex(c => c.EmployeeId);
        builder.HasIndex(c => new { c.PlacePath, c.State, c.StateSince });
    }
}
