using System.Globalization;
using Massar.Features.Files.Domain;
using Massar.Features.Reference;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Mobility.Domain;

/// <summary>Where an appeal stands. The numbers are stored.</summary>
public enum AppealState
{
    Asked = 0,
    Accepted = 1,
    Refused = 2,
}

/// <summary>What an accepted appeal brings about, without running anybody else again. The numbers are stored.</summary>
public enum AppealEffect
{
    /// <summary>The answer says what was wrong and is kept; nothing else follows.</summary>
    Correction = 0,

    /// <summary>A transfer to a post that the run left vacant.</summary>
    Post = 1,
}

/// <summary>
/// A participant's appeal (الطعن) against what a published run gave him. The office that runs the movement answers with its reasons; neither who ran it, nor who published it,
/// nor who takes part in the movement does. An accepted appeal runs nobody again: it is a correction kept with its reason, or a decision for a post the run left vacant.
/// </summary>
public sealed class RunAppeal : IVersioned, IInPlace
{
    public const int ReasonLength = 1000;

    public long Id { get; init; }

    public required long RunId { get; init; }

    public required int CampaignId { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>The place of the campaign, whose office answers.</summary>
    public required int PlaceId { get; init; }

    public required string Reason { get; set; }

    /// <summary>What proves it, a stored file; null for none.</summary>
    public long? DocumentId { get; set; }

    /// <summary>What an accepted appeal brings about; null for a refused one.</summary>
    public AppealEffect? Effect { get; private set; }

    /// <summary>The post given, for <see cref="AppealEffect.Post"/>: a school with a seat nobody took.</summary>
    public int? EffectPlaceId { get; private set; }

    /// <summary>The run that left the seat: of this phase, or of a later one the seat had gone to.</summary>
    public long? EffectRunId { get; private set; }

    /// <summary>The post's group, see <see cref="PostGroup"/>.</summary>
    public string? EffectGroup { get; private set; }

    public required DateTime AskedAt { get; init; }

    public AppealState State { get; private set; }

    public string? Answer { get; private set; }

    public DateTime? AnsweredAt { get; private set; }

    public long? AnsweredByAccountId { get; private set; }

    public int Version { get; set; }

    /// <param name="place">The post given, where that is the effect.</param>
    public Refusal? Decide(bool accept, string answer, long account, DateTime at, (int Id, string Group, long Run)? place = null)
    {
        if (State is not AppealState.Asked)
            return Refusal.Conflict("mobility.appeal.answered").Next("mobility.appeal.answered.next");
        (State, Answer, AnsweredByAccountId, AnsweredAt) = (accept ? AppealState.Accepted : AppealState.Refused, answer, account, at);
        (Effect, EffectPlaceId, EffectGroup, EffectRunId) = (accept ? place is null ? AppealEffect.Correction : AppealEffect.Post : null, place?.Id, place?.Group, place?.Run);
        return null;
    }

    /// <summary>The last day to appeal, by the delay of the school year of the publication: setting <c>mobility.appeal-days</c>.</summary>
    public static async Task<DateOnly> Until(MassarDb db, DateTime publishedAt, CancellationToken ct)
    {
        var day = MoroccanDay.Of(publishedAt);
        var year = ReferenceFiles.YearOf(day);
        var days = await db.Settings.Where(s => s.Code == "mobility.appeal-days").OrderBy(s => s.SchoolYearId <= year ? 0 : 1).ThenByDescending(s => s.SchoolYearId).Select(s => s.Value).FirstOrDefaultAsync(ct);
        return day.AddDays(int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 10);
    }
}

public sealed class RunAppealConfiguration : IEntityTypeConfiguration<RunAppeal>
{
    public void Configure(EntityTypeBuilder<RunAppeal> builder)
    {
        builder.ToTable("MobilityAppeals");
        builder.Property(a => a.Reason).HasMaxLength(RunAppeal.ReasonLength);
        builder.Property(a => a.Answer).HasMaxLength(RunAppeal.ReasonLength);
        builder.Property(a => a.EffectGroup).IsCode(PostGroup.Length);
        builder.HasOne<AssignmentRun>().WithMany().HasForeignKey(a => a.RunId);
        builder.HasOne<StoredFile>().WithMany().HasForeignKey(a => a.DocumentId);
        builder.HasIndex(a => new { a.RunId, a.EmployeeId }).IsUnique();
        builder.HasIndex(a => new { a.CampaignId, a.State });
        builder.HasIndex(a => a.EffectRunId);
    }
}
