using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Decisions.Domain;

/// <summary>The two ways to the next grade.</summary>
public enum PromotionWay
{
    /// <summary>بالاختيار.</summary>
    Choice = 0,

    /// <summary>امتحان الكفاءة المهنية.</summary>
    Exam = 1,
}

/// <summary>Where a list of promotion stands.</summary>
public enum PromotionState
{
    /// <summary>With the office, which may prepare it anew.</summary>
    Prepared = 0,

    /// <summary>Before the joint administrative commission, which moves people on or off.</summary>
    WithCommission = 1,

    /// <summary>Decided and published to those on it; its decisions are drafted.</summary>
    Closed = 2,
}

/// <summary>
/// The yearly list of promotion in grade of a directorate (لائحة الترقي), by choice or by exam: one a year and way. The commission decides
/// it; nobody who prepared it does, nor anybody who stands on it (dahir 1-58-008, articles 28 to 31).
/// </summary>
public sealed class PromotionTable : IVersioned, IInPlace
{
    public long Id { get; init; }

    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    /// <summary>Conditions are looked at on 31 December of this year.</summary>
    public required int Year { get; init; }

    public required PromotionWay Way { get; init; }

    public PromotionState State { get; private set; }

    /// <summary>Figures it was prepared by: years in the grade, percent of posts, points.</summary>
    public required int Years { get; set; }

    public required int Quota { get; set; }

    public required decimal PointsYear { get; set; }

    public required decimal PointsRating { get; set; }

    public required long PreparedByAccountId { get; set; }

    public required DateTime PreparedAt { get; set; }

    /// <summary>The last step or move, UTC: a list that was read before it is stale.</summary>
    public required DateTime ChangedAt { get; set; }

    /// <summary>Why the commission gave it back; null once it is handed in again.</summary>
    public string? ReturnedFor { get; private set; }

    public long? ClosedByAccountId { get; private set; }

    public DateTime? ClosedAt { get; private set; }

    /// <summary>The decisions it drafted; null before, and where nobody was on it.</summary>
    public long? BatchId { get; private set; }

    public int Version { get; set; }

    public DateOnly On => new(Year, 12, 31);

    public static PromotionTable New(int place, string path, int year, PromotionWay way, long account, DateTime at, long id = 0) => new()
    {
        Id = id,
        PlaceId = place,
        PlacePath = path,
        Year = year,
        Way = way,
        Years = 0,
        Quota = 0,
        PointsYear = 0,
        PointsRating = 0,
        PreparedByAccountId = account,
        PreparedAt = at,
        ChangedAt = at,
    };

    /// <summary>A year of which a list may be prepared: the present one and the two before.</summary>
    public static int? ReadYear(string? typed, DateOnly today) =>
        int.TryParse(Digits.ToLatin(typed ?? "").Trim(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var year) && year <= today.Year && year >= today.Year - 2 ? year : null;

    /// <summary>Writes down the figures it is prepared by.</summary>
    public void Rule(PromotionRules rules) =>
        (Years, Quota, PointsYear, PointsRating) = (rules.Figures.PromotionYears(PromotionStaff.CauseOf(Way)), Way is PromotionWay.Choice ? rules.Quota : 0, rules.PointsYear, rules.PointsRating);

    private static Refusal NotNow => Refusal.Conflict("decisions.promotion.not-now").Next("decisions.not-now-next");

    /// <summary>The office may compute it anew, or bring other candidates in.</summary>
    public Refusal? BeginAnew(long account, DateTime at)
    {
        if (State is not PromotionState.Prepared)
            return NotNow;
        (PreparedByAccountId, PreparedAt, ChangedAt) = (account, at, at);
        return null;
    }

    public Refusal? HandIn(DateTime at)
    {
        if (State is not PromotionState.Prepared)
            return NotNow;
        (State, ChangedAt, ReturnedFor) = (PromotionState.WithCommission, at, null);
        return null;
    }

    /// <summary>The commission has it, and this person may decide: whoever prepared it may not.</summary>
    public Refusal? Sits(Hands hands) => State is not PromotionState.WithCommission ? NotNow
        : hands.Did(PreparedByAccountId) ? Refusal.Conflict("decisions.promotion.preparer").Next("decisions.promotion.preparer-next").Recorded() : null;

    public Refusal? GiveBack(Hands hands, string? reason, DateTime at)
    {
        if (Sits(hands) is { } refusal)
            return refusal;
        if (BidiSafe.CleanLinesOrNull(reason) is not { Length: <= Decision.RemarkLength } said)
            return Refusal.Invalid("Remark", "decisions.promotion.reason-needed", Decision.RemarkLength);
        (State, ChangedAt, ReturnedFor) = (PromotionState.Prepared, at, said);
        return null;
    }

    /// <param name="batch">The decisions drafted from it.</param>
    public Refusal? Close(Hands hands, long? batch, DateTime at)
    {
        if (Sits(hands) is { } refusal)
            return refusal;
        (State, ChangedAt, ClosedByAccountId, ClosedAt, BatchId) = (PromotionState.Closed, at, hands.Account, at, batch);
        return null;
    }
}

public sealed class PromotionTableConfiguration : IEntityTypeConfiguration<PromotionTable>
{
    public void Configure(EntityTypeBuilder<PromotionTable> builder)
    {
        builder.Property(t => t.PlacePath).IsCode(64);
        builder.Property(t => t.PointsYear).HasPrecision(6, 2);
        builder.Property(t => t.PointsRating).HasPrecision(6, 2);
        builder.Property(t => t.ReturnedFor).HasMaxLength(Decision.RemarkLength);
        builder.Ignore(t => t.On);
        builder.HasIndex(t => new { t.PlaceId, t.Year, t.Way }).IsUnique();
        builder.HasIndex(t => new { t.PlacePath, t.Year });
        builder.HasOne<DecisionBatch>().WithMany().HasForeignKey(t => t.BatchId);
    }
}

/// <summary>One employee of a list: what the rule says of him, where he ranks in his grade, whether he is promoted, and who moved him.</summary>
public sealed class PromotionLine : IVersioned
{
    public long Id { get; init; }

    public required long TableId { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>The grade held on 31 December, and the next one.</summary>
    public required string GradeCode { get; init; }

    public required string NewGradeCode { get; init; }

    /// <summary>Since when in the grade; null where the file does not say.</summary>
    public DateOnly? GradeSince { get; init; }

    /// <summary>Days in the grade that count, on 31 December.</summary>
    public int Days { get; init; }

    /// <summary>The day the years are complete.</summary>
    public DateOnly? EligibleOn { get; init; }

    /// <summary>From when the new grade would count: the day the years are complete, 1 January of the year at the earliest.</summary>
    public DateOnly? EffectiveOn { get; init; }

    /// <summary>Average of the last three ratings.</summary>
    public decimal? Rating { get; init; }

    /// <summary>By choice: what he is ranked by.</summary>
    public decimal? Points { get; init; }

    /// <summary>By exam: the mark, 0 to 20.</summary>
    public decimal? Mark { get; init; }

    /// <summary>Within the grade by choice, of the exam as it was published; null for who is not eligible.</summary>
    public int? Rank { get; init; }

    /// <summary>Why he is not eligible, by the code of a guard; null for who is.</summary>
    public string? WhyCode { get; init; }

    /// <summary>Values of that sentence, one a line.</summary>
    public string? WhyArgs { get; init; }

    /// <summary>Promoted, as it stands now.</summary>
    public required bool IsOn { get; set; }

    /// <summary>Why the commission moved him on or off; null while the rank alone decides.</summary>
    public string? MovedFor { get; private set; }

    public long? MovedByAccountId { get; private set; }

    public DateTime? MovedAt { get; private set; }

    /// <summary>The decision drafted for him when the list was closed.</summary>
    public long? DecisionId { get; set; }

    public int Version { get; set; }

    /// <summary>Why he is not eligible, as a text.</summary>
    public static Said? WhyOf(string? code, string? args) => code is null ? null : new Said($"decisions.why.{code}", [.. (args ?? "").Split('\n')]);

    /// <summary>The commission moves somebody eligible on or off, with the reason in writing.</summary>
    /// <param name="free">Posts of the grade nobody holds yet; null where there is no quota.</param>
    public Refusal? Move(bool on, string? reason, int? free, long account, DateTime at)
    {
        if (BidiSafe.CleanLinesOrNull(reason) is not { Length: <= Decision.RemarkLength } said)
            return Refusal.Invalid("Reason", "decisions.promotion.reason-needed", Decision.RemarkLength);
        if (Rank is null)
            return Refusal.Conflict("decisions.promotion.not-eligible").Next("decisions.promotion.not-eligible-next");
        if (on == IsOn)
            return Refusal.Conflict("decisions.promotion.is-so");
        if (on && free <= 0)
            return Refusal.Conflict("decisions.promotion.no-post").Next("decisions.promotion.no-post-next");
        (IsOn, MovedFor, MovedByAccountId, MovedAt) = (on, said, account, at);
        return null;
    }
}

public sealed class PromotionLineConfiguration : IEntityTypeConfiguration<PromotionLine>
{
    public void Configure(EntityTypeBuilder<PromotionLine> builder)
    {
        builder.Property(l => l.GradeCode).IsCode(20);
        builder.Property(l => l.NewGradeCode).IsCode(20);
        builder.Property(l => l.Rating).HasPrecision(4, 2);
        builder.Property(l => l.Points).HasPrecision(7, 2);
        builder.Property(l => l.Mark).HasPrecision(4, 2);
        builder.Property(l => l.WhyCode).IsCode(40);
        builder.Property(l => l.MovedFor).HasMaxLength(Decision.RemarkLength);
        builder.HasOne<PromotionTable>().WithMany().HasForeignKey(l => l.TableId);
        builder.HasIndex(l => new { l.TableId, l.EmployeeId }).IsUnique();
        builder.HasIndex(l => new { l.TableId, l.GradeCode, l.Rank });
        builder.HasIndex(l => l.EmployeeId);
        builder.HasIndex(l => l.DecisionId);
    }
}
