using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Mobility.Domain;

/// <summary>How far one may move: anywhere, inside one's academy, inside one's directorate.</summary>
public enum CampaignScope
{
    National = 0,
    Regional = 1,
    Local = 2,
}

/// <summary>Where a campaign stands; its windows say the rest.</summary>
public enum CampaignState
{
    /// <summary>Being prepared; nobody but the ministry sees it.</summary>
    Draft = 0,

    /// <summary>Announced to those it concerns.</summary>
    Announced = 1,

    /// <summary>Called off.</summary>
    Cancelled = 2,

    /// <summary>This phase does not take place this year, for a stated reason; the next one takes over from the phase before it.</summary>
    NotHeld = 3,
}

/// <summary>What a wish names.</summary>
public enum WishKind
{
    Commune = 0,
    School = 1,
    Directorate = 2,
}

/// <summary>
/// One movement (حركة انتقالية) of a school year: for whom, how far, when, and with what points.
/// All days are civil days of Morocco, both ends included. Legal basis: article 63 of decree 2-24-140 and the yearly memo.
/// </summary>
public sealed class Campaign : IVersioned, IInPlace
{
    public const int GradesLength = 120;
    public const int MostWishes = 30;
    public const int MostCorrectionDays = 60;
    public const int ReasonLength = 300;

    private readonly List<PointRule> rules = [];
    private readonly List<PriorityRule> priorities = [];

    public int Id { get; init; }

    /// <summary>Code of the nomenclature movement-categories.</summary>
    public required string CategoryCode { get; set; }

    public required int SchoolYearId { get; set; }

    public required string NameAr { get; set; }

    public required string NameFr { get; set; }

    public required CampaignScope Scope { get; set; }

    /// <summary>Whose campaign it is: the ministry, an academy or a directorate. Only people below it take part, and only places below it are wished for.</summary>
    public required int PlaceId { get; set; }

    public required string PlacePath { get; set; }

    /// <summary>The phase of the same year whose freed and vacant posts this one takes over; see <see cref="PhaseDesk"/>.</summary>
    public int? FollowsId { get; private set; }

    /// <summary>Why the phase is not held.</summary>
    public string? NotHeldReason { get; set; }

    /// <summary>When it took over what earlier phases left; null until it was announced. A run asked for before has other posts.</summary>
    public DateTime? CarriedAt { get; private set; }

    /// <summary>First day of the ministry's own validation; null where directorate and academy are enough.</summary>
    public DateOnly? MinistryFrom { get; set; }

    public DateOnly? MinistryUntil { get; set; }

    /// <summary>Beginnings of grade codes that may take part, separated by semicolons: "PEP_;PES_".</summary>
    public required string Grades { get; set; }

    /// <summary>First day of requests, and of contesting a datum.</summary>
    public required DateOnly OpensOn { get; set; }

    /// <summary>Last day to send, change or withdraw a request.</summary>
    public required DateOnly ClosesOn { get; set; }

    /// <summary>Last day to contest a datum of one's file.</summary>
    public required DateOnly ContestsUntil { get; set; }

    public required DateOnly DirectorateFrom { get; set; }

    /// <summary>After it a request still waiting at the directorate is overdue; silence refuses nobody.</summary>
    public required DateOnly DirectorateUntil { get; set; }

    public required DateOnly AcademyFrom { get; set; }

    public required DateOnly AcademyUntil { get; set; }

    /// <summary>The day on which seniority and children's ages are counted.</summary>
    public required DateOnly CountedOn { get; set; }

    public required int MaxWishes { get; set; }

    public required WishKind WishKind { get; set; }

    /// <summary>Full school years in the present post asked of participants.</summary>
    public required int MinimumYears { get; set; }

    /// <summary>Days a participant has at least to correct what an office returned, also after the window closed.</summary>
    public required int CorrectionDays { get; set; }

    public required CampaignState State { get; set; }

    /// <summary>How sure we are of the rules: sure, likely, to confirm.</summary>
    public required string Confidence { get; set; }

    public int Version { get; set; }

    public IReadOnlyList<PointRule> Rules => rules;

    /// <summary>Cases that come before points.</summary>
    public IReadOnlyList<PriorityRule> Priorities => priorities;

    /// <summary>Where the campaign stands among the phases of a year; null for those outside the chain.</summary>
    public MovementPhase? Phase => Phases.Of(CategoryCode, Scope);

    /// <summary>Who takes part is called in, and wishes among short posts only.</summary>
    public bool IsSurplus => CategoryCode == MovementCategories.Surplus;

    /// <summary>The last validation a request needs.</summary>
    public RequestState ReadyState => MinistryFrom is null ? RequestState.AcademyValidated : RequestState.MinistryValidated;

    /// <param name="before">The latest earlier phase; null where there is none.</param>
    public void Follow(Campaign? before) => FollowsId = before?.Id;

    public void Carried(DateTime at) => CarriedAt = at;

    /// <summary>What it had taken over was given back.</summary>
    public void NotCarried() => CarriedAt = null;

    public bool IsOpen(DateOnly today) => State == CampaignState.Announced && OpensOn <= today && today <= ClosesOn;

    public bool TakesContests(DateOnly today) => State == CampaignState.Announced && OpensOn <= today && today <= ContestsUntil;

    public bool Takes(string grade) => Takes(Grades, grade);

    /// <summary>Whether a place of that kind and path may be wished for.</summary>
    public bool Reaches(string placePath) => placePath.StartsWith(PlacePath, StringComparison.Ordinal);

    /// <summary>Whether a grade is among "PEP_;PES_".</summary>
    public static bool Takes(string grades, string grade) =>
        grades.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Any(g => grade.StartsWith(g, StringComparison.Ordinal));

    /// <summary>Why a request cannot be sent, changed or withdrawn today; nothing when the window is open.</summary>
    public Refusal? Closed(DateOnly today) =>
        State != CampaignState.Announced ? Refusal.Conflict("mobility.not-announced").Next("mobility.next.wait")
        : today < OpensOn ? Refusal.Conflict("mobility.opens-later", Infrastructure.Text.Formats.ShortDate(OpensOn)).Next("mobility.next.come-back", Infrastructure.Text.Formats.ShortDate(OpensOn))
        : today > ClosesOn ? Refusal.Conflict("mobility.closed", Infrastructure.Text.Formats.ShortDate(ClosesOn)).Next("mobility.next.directorate")
        : null;

    public void Set(IEnumerable<PointRule> wanted)
    {
        foreach (var rule in wanted)
        {
            var known = rules.Find(r => r.Criterion == rule.Criterion);
            if (known is null)
                rules.Add(rule);
            else
                known.Take(rule);
        }
    }

    /// <summary>These priorities and no others.</summary>
    public void Set(IReadOnlyList<PriorityRule> wanted)
    {
        priorities.RemoveAll(p => !wanted.Any(w => w.Case == p.Case));
        foreach (var rule in wanted)
        {
            var known = priorities.Find(p => p.Case == rule.Case);
            if (known is null)
                priorities.Add(rule);
            else
                known.Take(rule);
        }
    }
}

public sealed class CampaignConfiguration : IEntityTypeConfiguration<Campaign>
{
    public void Configure(EntityTypeBuilder<Campaign> builder)
    {
        builder.ToTable("MobilityCampaigns");
        builder.Property(c => c.CategoryCode).IsCode(40);
        builder.Property(c => c.PlacePath).IsCode(64);
        builder.Property(c => c.CorrectionDays).HasDefaultValue(5).HasSentinel(-1);
        builder.Property(c => c.Grades).IsCode(Campaign.GradesLength);
        builder.Property(c => c.Confidence).IsCode(40);
        builder.Property(c => c.NotHeldReason).HasMaxLength(Campaign.ReasonLength);
        builder.Ignore(c => c.Phase);
        builder.Ignore(c => c.IsSurplus);
        builder.Ignore(c => c.ReadyState);
        builder.HasIndex(c => c.SchoolYearId);
        builder.HasMany(c => c.Rules).WithOne().HasForeignKey(r => r.CampaignId);
        builder.Navigation(c => c.Rules).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasMany(c => c.Priorities).WithOne().HasForeignKey(p => p.CampaignId);
        builder.Navigation(c => c.Priorities).UsePropertyAccessMode(PropertyAccessMode.Field);
        builder.HasIndex(c => new { c.State, c.ClosesOn });
    }
}

/// <summary>What points are given for; each has its own formula (domain 08 §8.3).</summary>
public enum Criterion
{
    /// <summary>Full school years in the present post; heavier from a given year on.</summary>
    YearsInPost = 0,

    YearsInDirectorate = 1,
    YearsInAcademy = 2,
    GeneralSeniority = 3,

    /// <summary>A request to join one's spouse, whose workplace commune is known.</summary>
    JoinSpouse = 4,

    Widowed = 5,
    DivorcedWithChildren = 6,

    /// <summary>A single woman who asks to join her family.</summary>
    SingleWoman = 7,

    /// <summary>Each child under 18, up to the cap.</summary>
    Children = 8,

    /// <summary>Each full school year in a rural school.</summary>
    HardPostYears = 9,
}

/// <summary>One line of a campaign's scale (barème): data, not code, because the memo changes every year.</summary>
public sealed class PointRule : IVersioned
{
    public int Id { get; init; }

    public int CampaignId { get; init; }

    public required Criterion Criterion { get; init; }

    /// <summary>Points for each unit: a year, a child, or the fact itself.</summary>
    public required decimal Weight { get; set; }

    /// <summary>From this unit on, <see cref="LaterWeight"/> counts instead: the sixth year.</summary>
    public int? LaterFrom { get; set; }

    public decimal? LaterWeight { get; set; }

    /// <summary>Most units that count.</summary>
    public int? Cap { get; set; }

    public required int Order { get; set; }

    /// <summary>How sure we are of the figure: sure, likely, to confirm.</summary>
    public required string Confidence { get; set; }

    public int Version { get; set; }

    /// <summary>Points for a number of units.</summary>
    public decimal PointsFor(decimal quantity)
    {
        var counted = Cap is { } most && quantity > most ? most : quantity;
        if (LaterFrom is not { } from || LaterWeight is not { } later || counted < from)
            return counted * Weight;
        return (from - 1) * Weight + (counted - from + 1) * later;
    }

    internal void Take(PointRule other) => (Weight, LaterFrom, LaterWeight, Cap, Order, Confidence) =
        (other.Weight, other.LaterFrom, other.LaterWeight, other.Cap, other.Order, other.Confidence);
}

public sealed class PointRuleConfiguration : IEntityTypeConfiguration<PointRule>
{
    public void Configure(EntityTypeBuilder<PointRule> builder)
    {
        builder.ToTable("MobilityPointRules");
        builder.Property(r => r.Confidence).IsCode(40);
        builder.HasIndex(r => new { r.CampaignId, r.Criterion }).IsUnique();
    }
}
