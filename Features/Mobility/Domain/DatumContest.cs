using Massar.Features.Employees.Domain;
using Massar.Features.Files.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Mobility.Domain;

/// <summary>Where a contest stands.</summary>
public enum ContestState
{
    Asked = 0,
    Accepted = 1,
    Refused = 2,
}

/// <summary>
/// A participant says that a datum of the file is wrong. An accepted contest counts for this campaign's points only;
/// the career file itself is corrected by a decision, not from here.
/// </summary>
public sealed class DatumContest : IVersioned, IInPlace
{
    public const int ReasonLength = 500;
    public const int ProofLength = 200;

    public long Id { get; init; }

    public required int CampaignId { get; init; }

    public Campaign Campaign { get; init; } = null!;

    public required long EmployeeId { get; init; }

    /// <summary>The participant's place; what the directorate is scoped by.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required Datum Datum { get; init; }

    /// <summary>What the file says, written as <see cref="AssertedValue"/>.</summary>
    public required string FileValue { get; init; }

    /// <summary>What the participant says: 2019-09-01, 3, Widowed, the number of a commune.</summary>
    public required string AssertedValue { get; init; }

    /// <summary>The asserted commune, for <see cref="Datum.SpouseCommune"/>.</summary>
    public int? AssertedPlaceId { get; init; }

    public required string Reason { get; init; }

    /// <summary>The act that proves it, by kind, number and date.</summary>
    public required string Proof { get; init; }

    /// <summary>The uploaded act, a <see cref="StoredFile"/>.</summary>
    public long? DocumentId { get; init; }

    public required DateTime AskedAt { get; init; }

    public ContestState State { get; private set; }

    public DateTime? DecidedAt { get; private set; }

    public long? DecidedByAccountId { get; private set; }

    /// <summary>Why it was refused, or what was seen.</summary>
    public string? DecisionRemark { get; private set; }

    public int Version { get; set; }

    /// <summary>The directorate decides; nobody decides on his own file.</summary>
    public Refusal? Decide(bool accept, string? remark, Actor by)
    {
        if (by.Concerns(EmployeeId))
            return Refusal.Conflict("mobility.own-request").Next("mobility.next.colleague").Recorded();
        if (State != ContestState.Asked)
            return Refusal.Conflict("mobility.contest.already-decided").Next("mobility.next.contest-list");

        (State, DecidedAt, DecidedByAccountId, DecisionRemark) = (accept ? ContestState.Accepted : ContestState.Refused, by.At, by.AccountId, remark);
        return null;
    }

    /// <summary>What the file has for a datum, written as contests are.</summary>
    public static string ValueOf(ServiceFile file, Datum datum, DateOnly on) => datum switch
    {
        Datum.PostedOn => TypedDay.Iso(file.PostedOn),
        Datum.DirectorateSince => TypedDay.Iso(file.DirectorateSince),
        Datum.AcademySince => TypedDay.Iso(file.AcademySince),
        Datum.RecruitedOn => TypedDay.Iso(file.ServiceSince),
        Datum.MaritalStatus => file.Status.ToString(),
        Datum.SpouseCommune => file.SpouseCommune?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "",
        Datum.Children => file.ChildrenUnder18(on).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => file.HardYears(on).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    public static bool IsDay(Datum datum) => datum is Datum.PostedOn or Datum.DirectorateSince or Datum.AcademySince or Datum.RecruitedOn;

    public static bool IsCount(Datum datum) => datum is Datum.Children or Datum.HardPostYears;

}

public sealed class DatumContestConfiguration : IEntityTypeConfiguration<DatumContest>
{
    public void Configure(EntityTypeBuilder<DatumContest> builder)
    {
        builder.HasOne(c => c.Campaign).WithMany().HasForeignKey(c => c.CampaignId);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(c => c.DocumentId);
        builder.Property(c => c.PlacePath).IsCode(64);
        builder.Property(c => c.FileValue).IsCode(40);
        builder.Property(c => c.AssertedValue).IsCode(40);
        builder.Property(c => c.Reason).HasMaxLength(DatumContest.ReasonLength);
        builder.Property(c => c.Proof).HasMaxLength(DatumContest.ProofLength);
        builder.Property(c => c.DecisionRemark).HasMaxLength(Ruling.RemarkLength);
        builder.HasIndex(c => new { c.EmployeeId, c.CampaignId });
        builder.HasIndex(c => new { c.State, c.AskedAt });
        builder.HasIndex(c => c.PlacePath);
    }
}
