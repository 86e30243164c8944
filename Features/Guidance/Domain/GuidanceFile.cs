using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Guidance.Domain;

/// <summary>What a class council says of a wish; the order is the order of the rule.</summary>
public enum GuidanceOpinion : byte
{
    Favorable = 0,
    Reserved = 1,

    /// <summary>Nobody spoke in time: between a reserve and a no, for silence refuses nobody.</summary>
    None = 2,
    Unfavorable = 3,
}

/// <summary>Which average the commission went by: the best known at its hour.</summary>
public enum GuidanceBasis : byte
{
    None = 0,
    Year = 1,
    First = 2,
    Second = 3,

    /// <summary>Of the subjects that are out, while no semester is complete.</summary>
    SoFar = 4,
}

/// <summary>
/// What a pupil wants to do in the next year, what was said of it and what came of it: one for each pupil and campaign.
/// Steps go by <see cref="GuidanceStates"/>.
/// </summary>
public sealed class GuidanceFile : IVersioned, IInPlace, IOfSchool
{
    public const int NoteLength = 500;
    public const int ReasonLength = 1000;

    private readonly List<GuidanceWish> wishes = [];

    public long Id { get; init; }

    public required int CampaignId { get; init; }

    public required long PupilId { get; init; }

    public required long EnrollmentId { get; init; }

    /// <summary>The school the pupil is at.</summary>
    public required int SchoolId { get; init; }

    public GuidanceState State { get; private set; }

    public DateTime? SentAt { get; private set; }

    public long? SentByAccountId { get; private set; }

    /// <summary>What the council, or the counsellor for it, tells the family and the commission.</summary>
    public string? Note { get; private set; }

    public DateTime? AdvisedAt { get; private set; }

    public decimal? Average { get; private set; }

    public GuidanceBasis Basis { get; private set; }

    public int? ToSchoolId { get; private set; }

    public string? ToStream { get; private set; }

    /// <summary>Why, in words; only where a person decided and not the rule.</summary>
    public string? DecisionReason { get; private set; }

    public long? DecidedByAccountId { get; private set; }

    public DateTime? AcceptedAt { get; private set; }

    public string? AppealReason { get; private set; }

    public DateTime? AppealedAt { get; private set; }

    public string? AppealAnswer { get; private set; }

    public bool? IsUpheld { get; private set; }

    public DateTime? AnsweredAt { get; private set; }

    public long? AnsweredByAccountId { get; private set; }

    public DateTime? AssignedAt { get; private set; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    /// <summary>Ranked, the dearest first.</summary>
    public IReadOnlyList<GuidanceWish> Wishes => wishes;

    /// <summary>A person decides, or has decided: no wish found a seat by the rule.</summary>
    public bool IsException => State == GuidanceState.Decided && (ToSchoolId is null || DecisionReason is not null);

    /// <summary>These wishes and no others. What was sent stays sent, with the new wishes, while the window is open.</summary>
    public void Wish(IReadOnlyList<(int School, string Stream)> wanted)
    {
        for (var rank = 1; rank <= wanted.Count; rank++)
        {
            var (school, stream) = wanted[rank - 1];
            if (wishes.Find(w => w.Rank == rank) is { } wish) (wish.SchoolId, wish.StreamCode) = (school, stream);
            else wishes.Add(new GuidanceWish { Rank = rank, SchoolId = school, StreamCode = stream });
        }

        wishes.RemoveAll(w => w.Rank > wanted.Count);
    }

    public Refusal? Send(DateTime now, long by)
    {
        if (wishes.Count == 0) return Refusal.Invalid("Wish1", "guidance.wish.needed");
        if (State != GuidanceState.Sent && Become(GuidanceState.Sent) is { } refusal) return refusal;
        (SentAt, SentByAccountId) = (now, by);
        return null;
    }

    /// <param name="opinions">By rank.</param>
    public Refusal? Advise(IReadOnlyDictionary<int, GuidanceOpinion> opinions, string? note, DateTime now)
    {
        if (State != GuidanceState.Advised && Become(GuidanceState.Advised) is { } refusal) return refusal;
        foreach (var wish in wishes) wish.Opinion = opinions.GetValueOrDefault(wish.Rank, GuidanceOpinion.None);
        (Note, AdvisedAt) = (note, now);
        return null;
    }

    /// <summary>What the rule gave; none is an exception for a person.</summary>
    public Refusal? Propose(decimal? average, GuidanceBasis basis, (int School, string Stream)? to, IReadOnlyDictionary<int, (int Standing, int Candidates)> standings)
    {
        if (State != GuidanceState.Decided && Become(GuidanceState.Decided) is { } refusal) return refusal;
        (Average, Basis, ToSchoolId, ToStream, DecisionReason, DecidedByAccountId) = (average, basis, to?.School, to?.Stream, null, null);
        foreach (var wish in wishes)
            if (standings.TryGetValue(wish.Rank, out var standing)) (wish.Standing, wish.Candidates) = standing;
        return null;
    }

    /// <summary>A person's word where the rule had none, with a reason the family reads.</summary>
    public Refusal? Decide(int school, string stream, string reason, long by)
    {
        if (!IsException) return Refusal.Conflict("guidance.decide.not-open").Next("guidance.decide.not-open.next");
        (ToSchoolId, ToStream, DecisionReason, DecidedByAccountId) = (school, stream, reason, by);
        return null;
    }

    public Refusal? Accept(DateTime now)
    {
        if (Become(GuidanceState.Accepted) is { } refusal) return refusal;
        AcceptedAt = now;
        return null;
    }

    public Refusal? Appeal(string reason, DateTime now)
    {
        if (Become(GuidanceState.Appealed) is { } refusal) return refusal;
        (AppealReason, AppealedAt) = (reason, now);
        return null;
    }

    /// <param name="to">Where the pupil goes instead; null where the decision stays.</param>
    public Refusal? Answer((int School, string Stream)? to, string answer, long by, DateTime now)
    {
        if (Become(GuidanceState.Answered) is { } refusal) return refusal;
        if (to is { } place) (ToSchoolId, ToStream) = place;
        (IsUpheld, AppealAnswer, AnsweredByAccountId, AnsweredAt) = (to is not null, answer, by, now);
        return null;
    }

    public Refusal? Assign(DateTime now)
    {
        if (Become(GuidanceState.Assigned) is { } refusal) return refusal;
        AssignedAt = now;
        return null;
    }

    private Refusal? Become(GuidanceState to)
    {
        if (!State.MayBecome(to)) return Refusal.Conflict("guidance.state.not-now").Next("guidance.state.not-now.next");
        State = to;
        return null;
    }
}

/// <summary>One wish: a stream at a school.</summary>
public sealed class GuidanceWish : IVersioned
{
    public long FileId { get; init; }

    /// <summary>1 for the dearest.</summary>
    public required int Rank { get; init; }

    public required int SchoolId { get; set; }

    public required string StreamCode { get; set; }

    public GuidanceOpinion Opinion { get; set; } = GuidanceOpinion.None;

    /// <summary>The pupil's place among all who named it, by the rule; null before the commission.</summary>
    public int? Standing { get; set; }

    /// <summary>How many named it.</summary>
    public int? Candidates { get; set; }

    public int Version { get; set; }
}

public sealed class GuidanceFileConfiguration : IEntityTypeConfiguration<GuidanceFile>
{
    public void Configure(EntityTypeBuilder<GuidanceFile> builder)
    {
        builder.ToTable("GuidanceFiles");
        builder.Property(f => f.Note).HasMaxLength(GuidanceFile.NoteLength);
        builder.Property(f => f.DecisionReason).HasMaxLength(GuidanceFile.ReasonLength);
        builder.Property(f => f.AppealReason).HasMaxLength(GuidanceFile.ReasonLength);
        builder.Property(f => f.AppealAnswer).HasMaxLength(GuidanceFile.ReasonLength);
        builder.Property(f => f.Average).HasPrecision(4, 2);
        builder.Property(f => f.ToStream).IsCode(20);
        builder.Ignore(f => f.IsException);
        builder.HasMany(f => f.Wishes).WithOne().HasForeignKey(w => w.FileId);
        builder.Navigation(f => f.Wishes).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasIndex(f => new { f.PupilId, f.CampaignId }).IsUnique();
        builder.HasIndex(f => new { f.CampaignId, f.State });
        builder.HasIndex(f => f.EnrollmentId);
    }
}

public sealed class GuidanceWishConfiguration : IEntityTypeConfiguration<GuidanceWish>
{
    public void Configure(EntityTypeBuilder<GuidanceWish> builder)
    {
        builder.ToTable("GuidanceWishes");
        builder.HasKey(w => new { w.FileId, w.Rank });
        builder.Property(w => w.StreamCode).IsCode(20);
        builder.Property(w => w.Opinion).HasSentinel(GuidanceOpinion.None);
        builder.HasIndex(w => w.SchoolId);
    }
}
