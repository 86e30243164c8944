using Massar.Features.Employees.Domain;
using Massar.Features.Files.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Mobility.Domain;

/// <summary>Cases that come before points (domain 08 §8.3, confidence "to confirm").</summary>
public enum PriorityCase
{
    /// <summary>Many years in the same post: sixteen in the regional note of 2022.</summary>
    YearsInPost = 0,

    /// <summary>Spouses who work in different communes.</summary>
    Couple = 1,
}

/// <summary>One absolute priority of a campaign: data, not code, because the memo changes every year.</summary>
public sealed class PriorityRule : IVersioned
{
    public int Id { get; init; }

    public int CampaignId { get; init; }

    public required PriorityCase Case { get; init; }

    /// <summary>1 goes first; everybody with a priority goes before everybody without.</summary>
    public required int Rank { get; set; }

    /// <summary>Full school years asked in the present post, for <see cref="PriorityCase.YearsInPost"/>.</summary>
    public int? MinimumYears { get; set; }

    /// <summary>How sure we are of the rule: sure, likely, to confirm.</summary>
    public required string Confidence { get; set; }

    public int Version { get; set; }

    /// <summary>Spouses prove both their marriage and the other's post; years are in the file already.</summary>
    public bool NeedsDocument => Case == PriorityCase.Couple;

    /// <summary>Why a file does not allow the claim; nothing when it does.</summary>
    public Refusal? Against(ServiceFile file, DateOnly on) => Case switch
    {
        PriorityCase.YearsInPost when Seniority.SchoolYears(file.PostedOn, on) is var years && years < MinimumYears =>
            Refusal.Conflict("mobility.priority.too-few-years", years, MinimumYears, Formats.ShortDate(file.PostedOn)).Next("mobility.next.contest-date"),
        PriorityCase.Couple when file.Status != MaritalStatus.Married =>
            Refusal.Conflict("mobility.priority.not-married").Next("mobility.next.contest-file"),
        PriorityCase.Couple when file.SpouseCommune is null =>
            Refusal.Conflict("mobility.ineligible.spouse-unknown").Next("mobility.next.contest-file"),
        PriorityCase.Couple when Territory.CommuneOf(file.PlacePath) is { } commune && Territory.LastOf(commune) == file.SpouseCommune =>
            Refusal.Conflict("mobility.ineligible.spouse-here").Next("mobility.next.contest-file"),
        _ => null,
    };

    internal void Take(PriorityRule other) => (Rank, MinimumYears, Confidence) = (other.Rank, other.MinimumYears, other.Confidence);
}

/// <summary>Where a claim stands.</summary>
public enum ClaimState
{
    Claimed = 0,
    Accepted = 1,
    Refused = 2,
}

/// <summary>
/// A participant claims an absolute priority and proves it; the directorate says whether it holds. One row a case:
/// a refused claim may be made again with another proof until the window closes.
/// </summary>
public sealed class PriorityClaim : IVersioned, IInPlace
{
    public const int ProofLength = 200;

    public long Id { get; init; }

    public required int CampaignId { get; init; }

    public Campaign Campaign { get; init; } = null!;

    public required long EmployeeId { get; init; }

    /// <summary>The participant's place; what the directorate is scoped by.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required PriorityCase Case { get; init; }

    /// <summary>The act that proves it, by kind, number and date.</summary>
    public required string Proof { get; set; }

    /// <summary>The uploaded act, a <see cref="StoredFile"/>; none where the file itself is the proof.</summary>
    public long? DocumentId { get; set; }

    public required DateTime ClaimedAt { get; set; }

    public ClaimState State { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    public long? DecidedByAccountId { get; private set; }

    /// <summary>Why it was refused, or what was seen.</summary>
    public string? DecisionRemark { get; private set; }

    public int Version { get; set; }

    /// <summary>Claims again after a refusal.</summary>
    public Refusal? Renew(string proof, long? documentId, DateTime now)
    {
        if (State != ClaimState.Refused)
            return Refusal.Conflict(State == ClaimState.Claimed ? "mobility.priority.waiting" : "mobility.priority.accepted-already").Next("mobility.next.wait-decision");

        (Proof, DocumentId, ClaimedAt) = (proof, documentId, now);
        (State, DecidedAt, DecidedByAccountId, DecisionRemark) = (ClaimState.Claimed, null, null, null);
        return null;
    }

    /// <summary>The directorate decides; nobody decides on his own file.</summary>
    public Refusal? Decide(bool accept, string? remark, Actor by)
    {
        if (by.Concerns(EmployeeId))
            return Refusal.Conflict("mobility.own-request").Next("mobility.next.colleague").Recorded();
        if (State != ClaimState.Claimed)
            return Refusal.Conflict("mobility.priority.already-decided").Next("mobility.next.see-request");

        (State, DecidedAt, DecidedByAccountId, DecisionRemark) = (accept ? ClaimState.Accepted : ClaimState.Refused, by.At, by.AccountId, remark);
        return null;
    }
}

public sealed class PriorityRuleConfiguration : IEntityTypeConfiguration<PriorityRule>
{
    public void Configure(EntityTypeBuilder<PriorityRule> builder)
    {
        builder.ToTable("MobilityPriorityRules");
        builder.Property(r => r.Confidence).IsCode(40);
        builder.HasIndex(r => new { r.CampaignId, r.Case }).IsUnique();
    }
}

public sealed class PriorityClaimConfiguration : IEntityTypeConfiguration<PriorityClaim>
{
    public void Configure(EntityTypeBuilder<PriorityClaim> builder)
    {
        builder.ToTable("MobilityPriorityClaims");
        builder.HasOne(c => c.Campaign).WithMany().HasForeignKey(c => c.CampaignId);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(c => c.DocumentId);
        builder.Property(c => c.PlacePath).IsCode(64);
        builder.Property(c => c.Proof).HasMaxLength(PriorityClaim.ProofLength);
        builder.Property(c => c.DecisionRemark).HasMaxLength(Ruling.RemarkLength);
        builder.HasIndex(c => new { c.EmployeeId, c.CampaignId, c.Case }).IsUnique();
        builder.HasIndex(c => c.PlacePath);
    }
}

/// <summary>A priority of the campaign and one participant's claim to it, if any.</summary>
/// <param name="Document">The uploaded act, by its public number.</param>
public sealed record PriorityLine(PriorityCase Case, int Rank, int? MinimumYears, string Confidence, long? Claim, ClaimState? State, string? Proof, Guid? Document, string? Remark);

/// <summary>Reads priorities with claims.</summary>
public static class PriorityReading
{
    /// <summary>The campaign's priorities in their order; one statement.</summary>
    public static Task<List<PriorityLine>> PrioritiesFor(this MassarDb db, int campaignId, long employeeId, CancellationToken ct) => (
        from rule in db.Set<PriorityRule>().AsNoTracking()
        join claim in db.PriorityClaims.Where(c => c.EmployeeId == employeeId) on new { rule.CampaignId, rule.Case } equals new { claim.CampaignId, claim.Case } into claims
        from claim in claims.DefaultIfEmpty()
        join document in db.StoredFiles on claim.DocumentId equals document.Id into documents
        from document in documents.DefaultIfEmpty()
        where rule.CampaignId == campaignId
        orderby rule.Rank, rule.Case
        select new PriorityLine(
            rule.Case, rule.Rank, rule.MinimumYears, rule.Confidence, (long?)claim.Id, (ClaimState?)claim.State, (string?)claim.Proof, (Guid?)document.PublicId, (string?)claim.DecisionRemark)).ToListAsync(ct);
}
