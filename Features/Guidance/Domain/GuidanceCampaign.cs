using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Guidance.Domain;

/// <summary>Where a campaign stands (workflow 4.9); its days say the rest. The numbers are stored.</summary>
public enum GuidanceStage : byte
{
    /// <summary>Seats are being entered; families see nothing.</summary>
    Preparing = 0,

    /// <summary>Families send wishes, then councils give opinions.</summary>
    Open = 1,

    /// <summary>The commission has a proposal and decides the exceptions.</summary>
    Proposed = 2,

    /// <summary>The hour of publication is set.</summary>
    Published = 3,

    /// <summary>What was decided is where the passage into the next year reads it.</summary>
    Assigned = 4,

    /// <summary>Given up before any result, with a reason; another one may take its place.</summary>
    Withdrawn = 5,
}

/// <summary>
/// The guidance (التوجيه) of a directorate's pupils into one level of the next year: the common core after lower secondary, the first
/// and the second year of the baccalaureate. All days are civil days of Morocco, both ends included.
/// </summary>
public sealed class GuidanceCampaign : IVersioned, IInPlace
{
    public const int MostWishes = 6;
    public const int ReasonLength = 1000;

    /// <summary>Levels pupils are guided into (domain 03): the one before leads there.</summary>
    public static readonly IReadOnlyList<string> Levels = ["TC", "1BAC", "2BAC"];

    public int Id { get; init; }

    /// <summary>The directorate.</summary>
    public required int PlaceId { get; init; }

    /// <summary>The year the pupils are in; the seats are the next year's.</summary>
    public required int SchoolYearId { get; init; }

    /// <summary>The level they go into.</summary>
    public required string ToLevel { get; init; }

    /// <summary>First day of wishes.</summary>
    public required DateOnly OpensOn { get; set; }

    /// <summary>Last day of wishes.</summary>
    public required DateOnly ClosesOn { get; set; }

    /// <summary>Last day of the councils' opinions; after it the commission decides without those that are missing.</summary>
    public required DateOnly OpinionsUntil { get; set; }

    /// <summary>Wishes of one pupil; from the setting <c>guidance.wishes</c>.</summary>
    public required int MaxWishes { get; init; }

    /// <summary>Days a family has to appeal; from the setting <c>guidance.appeal-days</c>.</summary>
    public required int AppealDays { get; init; }

    public GuidanceStage Stage { get; private set; }

    public DateTime? ProposedAt { get; private set; }

    public long? ProposedByAccountId { get; private set; }

    /// <summary>From when families read their results, UTC, by the database's clock.</summary>
    public DateTime? PublishAt { get; private set; }

    public long? PublishedByAccountId { get; private set; }

    public DateTime? AssignedAt { get; private set; }

    public DateTime? WithdrawnAt { get; private set; }

    public long? WithdrawnByAccountId { get; private set; }

    /// <summary>Why it was withdrawn, in words that all who sent wishes read.</summary>
    public string? WithdrawReason { get; private set; }

    /// <summary>0 for the one campaign of its level that counts; a withdrawn one stands aside under its own number.</summary>
    public int Aside { get; private set; }

    public int Version { get; set; }

    public int ToYear => SchoolYearId + 1;

    public bool TakesWishes(DateOnly today) => Stage == GuidanceStage.Open && OpensOn <= today && today <= ClosesOn;

    /// <summary>Councils speak when the wishes are known, until the commission takes over.</summary>
    public bool TakesOpinions(DateOnly today) => Stage == GuidanceStage.Open && today > ClosesOn;

    /// <summary>The last day to appeal; null before the hour of publication is set.</summary>
    public DateOnly? AppealsUntil => PublishAt is { } at ? MoroccanDay.Of(at).AddDays(AppealDays) : null;

    public Refusal? RefusesWishes(DateOnly today) =>
        Stage != GuidanceStage.Open || today > ClosesOn ? Refusal.Conflict("guidance.closed", Formats.ShortDate(ClosesOn)).Next("guidance.closed.next")
        : today < OpensOn ? Refusal.Conflict("guidance.early", Formats.ShortDate(OpensOn)).Next("guidance.early.next")
        : null;

    public Refusal? Announce()
    {
        if (Stage != GuidanceStage.Preparing) return Refusal.Conflict("guidance.announced");
        Stage = GuidanceStage.Open;
        return null;
    }

    /// <summary>A proposal may be made anew until the hour of publication is set.</summary>
    /// <param name="waiting">Sent wishes on which no council has spoken.</param>
    public Refusal? Propose(DateTime now, long by, int waiting)
    {
        if (Stage is not (GuidanceStage.Open or GuidanceStage.Proposed)) return Refusal.Conflict("guidance.propose.stage").Next("guidance.propose.stage.next");
        var today = MoroccanDay.Of(now);
        if (today <= ClosesOn) return Refusal.Conflict("guidance.propose.early", Formats.ShortDate(ClosesOn)).Next("guidance.propose.early.next");
        if (Stage == GuidanceStage.Open && waiting > 0 && today <= OpinionsUntil)
            return Refusal.Conflict("guidance.propose.opinions", waiting, Formats.ShortDate(OpinionsUntil)).Next("guidance.propose.opinions.next");
        (Stage, ProposedAt, ProposedByAccountId) = (GuidanceStage.Proposed, now, by);
        return null;
    }

    /// <param name="open">Pupils for whom nobody has decided.</param>
    public Refusal? Publish(DateTime at, long by, int open)
    {
        if (Stage != GuidanceStage.Proposed) return Refusal.Conflict("guidance.publish.stage").Next("guidance.publish.stage.next");
        if (open > 0) return Refusal.Conflict("guidance.publish.open", open).Next("guidance.publish.open.next");
        (Stage, PublishAt, PublishedByAccountId) = (GuidanceStage.Published, at, by);
        return null;
    }

    /// <summary>Takes back an hour that has not come; whether it has is for the database's clock to say.</summary>
    public Refusal? Recall(bool isOut)
    {
        if (Stage != GuidanceStage.Published || isOut) return Refusal.Conflict("guidance.recall.late").Next("guidance.recall.late.next");
        (Stage, PublishAt, PublishedByAccountId) = (GuidanceStage.Proposed, null, null);
        return null;
    }

    /// <param name="isOut">The hour of publication has come, by the database's clock.</param>
    public bool MayWithdraw(bool isOut) => Stage < GuidanceStage.Published || (Stage == GuidanceStage.Published && !isOut);

    /// <summary>Gives the campaign up while no family has read a result.</summary>
    public Refusal? Withdraw(bool isOut, string reason, long by, DateTime now)
    {
        if (!MayWithdraw(isOut)) return Refusal.Conflict("guidance.withdraw.late").Next("guidance.withdraw.late.next");
        (Stage, PublishAt, PublishedByAccountId) = (GuidanceStage.Withdrawn, null, null);
        (WithdrawnAt, WithdrawnByAccountId, WithdrawReason, Aside) = (now, by, reason, Id);
        return null;
    }

    /// <param name="unanswered">Appeals nobody has answered.</param>
    public Refusal? Assign(DateTime now, bool isOut, int unanswered)
    {
        if (Stage != GuidanceStage.Published || !isOut) return Refusal.Conflict("guidance.assign.stage").Next("guidance.assign.stage.next");
        if (MoroccanDay.Of(now) <= AppealsUntil) return Refusal.Conflict("guidance.assign.appeals", Formats.ShortDate(AppealsUntil!.Value)).Next("guidance.assign.appeals.next");
        if (unanswered > 0) return Refusal.Conflict("guidance.assign.unanswered", unanswered).Next("guidance.assign.unanswered.next");
        (Stage, AssignedAt) = (GuidanceStage.Assigned, now);
        return null;
    }
}

public sealed class GuidanceCampaignConfiguration : IEntityTypeConfiguration<GuidanceCampaign>
{
    public void Configure(EntityTypeBuilder<GuidanceCampaign> builder)
    {
        builder.ToTable("GuidanceCampaigns");
        builder.Property(c => c.ToLevel).IsCode(10);
        builder.Ignore(c => c.ToYear);
        builder.Ignore(c => c.AppealsUntil);
        builder.Property(c => c.WithdrawReason).HasMaxLength(GuidanceCampaign.ReasonLength);
        builder.HasIndex(c => new { c.PlaceId, c.SchoolYearId, c.ToLevel, c.Aside }).IsUnique();
    }
}

/// <summary>
/// What a school offers in a year at a level and stream: seats, and what became of them. Entered by the head or the directorate; the
/// commission writes how the year before ended, so that the next families can read it.
/// </summary>
public sealed class GuidanceSeats : IVersioned, IInPlace
{
    public const int Most = 2000;

    public int Id { get; init; }

    /// <summary>The directorate of the school.</summary>
    public required int DirectorateId { get; init; }

    public required int SchoolId { get; init; }

    /// <summary>The year the pupils enter.</summary>
    public required int SchoolYearId { get; init; }

    public required string LevelCode { get; init; }

    public required string StreamCode { get; init; }

    public required int Seats { get; set; }

    /// <summary>The average of the last pupil admitted the year before, as the office knows it from papers; null where it does not.</summary>
    public decimal? FormerAverage { get; set; }

    /// <summary>Pupils the commission admitted.</summary>
    public int Admitted { get; set; }

    /// <summary>The lowest average among them.</summary>
    public decimal? LowestAverage { get; set; }

    /// <summary>The average and the opinion of the last one on the list who was admitted: what "why this result" says.</summary>
    public decimal? LastAverage { get; set; }

    public GuidanceOpinion LastOpinion { get; set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class GuidanceSeatsConfiguration : IEntityTypeConfiguration<GuidanceSeats>
{
    public void Configure(EntityTypeBuilder<GuidanceSeats> builder)
    {
        builder.ToTable("GuidanceSeats");
        builder.Property(s => s.LevelCode).IsCode(10);
        builder.Property(s => s.StreamCode).IsCode(20);
        builder.Property(s => s.FormerAverage).HasPrecision(4, 2);
        builder.Property(s => s.LowestAverage).HasPrecision(4, 2);
        builder.Property(s => s.LastAverage).HasPrecision(4, 2);
        builder.HasIndex(s => new { s.SchoolId, s.SchoolYearId, s.LevelCode, s.StreamCode }).IsUnique();
        builder.HasIndex(s => new { s.DirectorateId, s.SchoolYearId, s.LevelCode });
    }
}
