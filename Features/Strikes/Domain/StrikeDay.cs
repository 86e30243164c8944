using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Strikes.Domain;

/// <summary>Where an absence on a strike day stands. The numbers are stored.</summary>
public enum StrikeState
{
    /// <summary>The person was told and has some days to reply.</summary>
    Told = 0,

    /// <summary>The person has replied: the office looks at it before anything else.</summary>
    Replied = 1,

    /// <summary>The office accepts what was said: nothing follows.</summary>
    Accepted = 2,

    /// <summary>The office does not accept it: the day may be kept of the pay.</summary>
    Upheld = 3,

    /// <summary>A decision of deduction is prepared.</summary>
    Proposed = 4,
}

/// <summary>The list of one strike day at one school.</summary>
public sealed class StrikeDay : IVersioned, IInPlace
{
    public long Id { get; init; }

    /// <summary>The school.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>People of the school that day who were neither on leave nor at a training.</summary>
    public int Expected { get; set; }

    /// <summary>When it was entered first, UTC.</summary>
    public required DateTime EnteredAt { get; init; }

    public required long EnteredByAccountId { get; init; }

    public int Version { get; set; }
}

/// <summary>
/// One person absent on a strike day, from the entry to a deduction or to none. Nothing is decided before the person has replied and
/// was read, or the days for it are over.
/// </summary>
public sealed class StrikeAbsence : IVersioned, IInPlace, IAboutEmployee
{
    public const int ReplyLength = 1000;

    public const int WordsLength = 500;

    /// <summary>Why the office accepts a reply, or does not; "other" wants words.</summary>
    public static readonly IReadOnlyList<string> AcceptReasons = ["entered-by-mistake", "was-present", "justified", "other"];

    public static readonly IReadOnlyList<string> UpholdReasons = ["no-proof", "not-that-day", "other"];

    /// <summary>In place of a reason while nothing is judged: the office told the person itself, on the day in <see cref="Words"/>.</summary>
    public const string ByHand = "told-by-hand";

    public long Id { get; init; }

    public required long StrikeDayId { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>The school.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>Lessons due that day by the timetable; null where it tells nothing.</summary>
    public int? HoursDue { get; init; }

    public required DateTime EnteredAt { get; init; }

    /// <summary>The last day to reply.</summary>
    public required DateOnly ReplyDueOn { get; set; }

    public StrikeState State { get; private set; }

    /// <summary>The person's own words; not for the audit trail, whose readers need not know.</summary>
    [Secret] public string? Reply { get; private set; }

    /// <summary>The paper that came with them.</summary>
    public long? PaperId { get; private set; }

    public DateTime? RepliedAt { get; private set; }

    public string? ReasonCode { get; private set; }

    /// <summary>What the office says to it, read by the person.</summary>
    [Secret] public string? Words { get; private set; }

    public DateTime? JudgedAt { get; private set; }

    public long? JudgedByAccountId { get; private set; }

    /// <summary>The decision of deduction prepared for it; after a fall-back the one that came to nothing.</summary>
    public long? DecisionId { get; private set; }

    public int Version { get; set; }

    public static Refusal Changed => Refusal.Conflict("strikes.not-now").Next("strikes.not-now.next");

    /// <summary>Nobody enters or decides about himself or his family, and who tries is written down.</summary>
    public static Refusal Own => Refusal.Conflict("strikes.own-case").Next("strikes.own-case.next").Recorded();

    /// <summary>A proposal for it was refused or given up: it is not proposed again unless somebody chooses it.</summary>
    public bool HasFallen => DecisionId is not null && State is not StrikeState.Proposed;

    /// <summary>It may be proposed: not accepted, or nobody has replied and the days are over.</summary>
    /// <param name="isReached">The person was told: see <see cref="StrikeScopes.Reached"/>.</param>
    public bool IsRipe(DateOnly today, bool isReached) => IsRipe(State, ReplyDueOn, today, isReached);

    /// <inheritdoc cref="IsRipe(DateOnly, bool)"/>
    public static bool IsRipe(StrikeState state, DateOnly replyDueOn, DateOnly today, bool isReached) => state is StrikeState.Upheld || (state is StrikeState.Told && isReached && today > replyDueOn);

    /// <summary>The person's reply; a late one is taken too while nothing is decided, and may be written anew until it is looked at.</summary>
    public Refusal? Answer(string words, long? paper, DateTime at)
    {
        if (State is not (StrikeState.Told or StrikeState.Replied))
            return Changed;
        (State, Reply, RepliedAt, PaperId) = (StrikeState.Replied, words, at, paper ?? PaperId);
        return null;
    }

    /// <summary>The office told the person itself: the days to reply begin then.</summary>
    public Refusal? TellByHand(DateOnly on, DateOnly replyDueOn)
    {
        if (State is not StrikeState.Told)
            return Changed;
        (ReasonCode, Words, ReplyDueOn) = (ByHand, Formats.ShortDate(on), replyDueOn);
        return null;
    }

    /// <summary>
    /// The office's look at it. An entry made by mistake may be taken back before any reply, and what was not accepted may be accepted after all while no
    /// decision is prepared; nothing else is judged unheard.
    /// </summary>
    public Refusal? Judge(bool accepts, string reason, string? words, long account, DateTime at)
    {
        if (State is not (StrikeState.Told or StrikeState.Replied) && !(accepts && State is StrikeState.Upheld))
            return Changed;
        if (!accepts && State is StrikeState.Told)
            return Refusal.Conflict("strikes.unheard", Formats.ShortDate(ReplyDueOn)).Next("strikes.unheard.next");
        (State, ReasonCode, Words, JudgedByAccountId, JudgedAt) = (accepts ? StrikeState.Accepted : StrikeState.Upheld, reason, words, account, at);
        return null;
    }

    /// <summary>The decision prepared came to nothing: everything is as before it. Who was never judged is still to be heard.</summary>
    public void FallBack() => State = JudgedAt is null ? StrikeState.Told : StrikeState.Upheld;

    /// <summary>A decision is prepared for it.</summary>
    public void Propose(long decision) => (State, DecisionId) = (StrikeState.Proposed, decision);
}

public sealed class StrikeDayConfiguration : IEntityTypeConfiguration<StrikeDay>
{
    public void Configure(EntityTypeBuilder<StrikeDay> builder)
    {
        builder.Property(d => d.PlacePath).IsCode(64);
        builder.HasIndex(d => new { d.PlaceId, d.Day }).IsUnique();
        builder.HasIndex(d => new { d.PlacePath, d.Day });
    }
}

public sealed class StrikeAbsenceConfiguration : IEntityTypeConfiguration<StrikeAbsence>
{
    public void Configure(EntityTypeBuilder<StrikeAbsence> builder)
    {
        builder.Ignore(a => a.HasFallen);
        builder.Property(a => a.PlacePath).IsCode(64);
        builder.Property(a => a.Reply).HasMaxLength(StrikeAbsence.ReplyLength);
        builder.Property(a => a.ReasonCode).IsCode(40);
        builder.Property(a => a.Words).HasMaxLength(StrikeAbsence.WordsLength);
        builder.HasOne<StrikeDay>().WithMany().HasForeignKey(a => a.StrikeDayId);
        builder.HasIndex(a => new { a.EmployeeId, a.Day });
        builder.HasIndex(a => a.DecisionId);
    }
}
