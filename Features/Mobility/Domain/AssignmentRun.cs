using System.IO.Compression;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Mobility.Domain;

/// <summary>Seats of a discipline at a place that nobody holds and the movement may fill. What participants leave comes on top by itself.</summary>
public sealed class VacantPost : IVersioned, IInPlace
{
    public const int MostSeats = 500;

    public long Id { get; init; }

    public required int CampaignId { get; init; }

    /// <summary>A school, commune or directorate, as the campaign's wishes.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    /// <summary>See <see cref="PostGroup"/>.</summary>
    public required string GroupCode { get; init; }

    public required int Seats { get; set; }

    /// <summary>Of them, those the phase before freed or left vacant.</summary>
    public int Carried { get; init; }

    public int Version { get; set; }
}

/// <summary>Where a run stands.</summary>
public enum RunState
{
    /// <summary>Ordered; computed in the background.</summary>
    Asked = 0,

    /// <summary>Computed, and found right by the independent check.</summary>
    Done = 1,

    /// <summary>Computed, and the independent check found something: never published.</summary>
    Refused = 2,
}

/// <summary>
/// One computation of a campaign's result. Its inputs and its result are kept as files that never change, named by their hashes; another run is another row.
/// The result is seen from <see cref="PublishAt"/> on, by the database's clock.
/// </summary>
public sealed class AssignmentRun : IVersioned, IInPlace
{
    public const int ReasonLength = 500;

    /// <summary>What somebody hears who has a wish in the movement.</summary>
    public static readonly Refusal OwnMovement = Refusal.Conflict("mobility.run.own").Next("mobility.run.own.next").Recorded();

    public long Id { get; init; }

    public required int CampaignId { get; init; }

    /// <summary>1 for the first of the campaign.</summary>
    public required int Number { get; init; }

    /// <summary>The campaign's place; its chain of the audit has the run.</summary>
    public required int PlaceId { get; init; }

    public required long AskedByAccountId { get; init; }

    public required DateTime AskedAt { get; init; }

    /// <summary>Why it was run again; null for the first.</summary>
    public string? Reason { get; init; }

    /// <summary>What numbers of participants and posts are drawn with: the same in all runs of a campaign, and not to be guessed.</summary>
    [Secret]
    public required byte[] Salt { get; init; }

    public RunState State { get; private set; }

    public DateTime? EndedAt { get; private set; }

    public int Participants { get; private set; }

    public int Posts { get; private set; }

    public int VacantSeats { get; private set; }

    public int Moved { get; private set; }

    /// <summary>How many got their first, second, third… wish: "12;5;3".</summary>
    public string Ranks { get; private set; } = "";

    /// <summary>SHA-256 of the inputs' canonical text.</summary>
    public string? InputsHash { get; private set; }

    public string? ResultHash { get; private set; }

    /// <summary>The rules it was computed by, <see cref="Assignment.Engine"/>.</summary>
    public string? Engine { get; private set; }

    /// <summary>What the independent check found; 0 for a result that may be published.</summary>
    public int Findings { get; private set; }

    public DateTime? PublishAt { get; private set; }

    public long? PublishedByAccountId { get; private set; }

    /// <summary>When participants were told.</summary>
    public DateTime? AnnouncedAt { get; set; }

    public int Version { get; set; }

    /// <summary>Key of the background work that computes it.</summary>
    public static string WorkKey(long id) => FormattableString.Invariant($"movement-run/{id}");

    public IReadOnlyList<int> ByRank => [.. Ranks.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(r => int.Parse(r, System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>Takes down what came out.</summary>
    public void Finish(ComputedRun computed, DateTime now)
    {
        (InputsHash, ResultHash, Engine) = (computed.InputsHash, computed.ResultHash, Assignment.Engine);
        (Participants, Posts, VacantSeats, Moved) = (computed.Inputs.Participants, computed.Inputs.Posts, computed.Inputs.Vacant.Sum(), computed.Assignment.Moved);
        Ranks = string.Join(';', Enumerable.Range(1, computed.Assignment.Wish.DefaultIfEmpty().Max()).Select(rank => computed.Assignment.Wish.Count(w => w == rank)));
        (Findings, State, EndedAt) = (computed.Check.Count, computed.Check.Holds ? RunState.Done : RunState.Refused, now);
    }

    /// <summary>Sets the hour, or moves it while it has not come; another person than the one who asked for the run.</summary>
    public void PlanFor(DateTime at, long accountId) => (PublishAt, PublishedByAccountId) = (at, accountId);

    /// <summary>Takes back an hour that has not come; whoever calls has looked at the clock.</summary>
    public void Unplan() => (PublishAt, PublishedByAccountId) = (null, null);
}

/// <summary>The two files of a run.</summary>
public enum RunFileKind
{
    Inputs = 0,
    Result = 1,
}

/// <summary>A piece of a file of a run, packed with gzip. Its hash stands in the run, which is audited.</summary>
[NotAudited]
public sealed class RunFilePart
{
    public const int Size = 1_000_000;

    public required long RunId { get; init; }

    public required RunFileKind Kind { get; init; }

    public required int Number { get; init; }

    public required byte[] Bytes { get; init; }

    public static IEnumerable<RunFilePart> Of(long run, RunFileKind kind, byte[] file)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(file);
        return [.. packed.ToArray().Chunk(Size).Select((bytes, i) => new RunFilePart { RunId = run, Kind = kind, Number = i, Bytes = bytes })];
    }
}

/// <summary>A post of a run: what it had, who came and went, and what the last who came had. Barriers are shown; their dates only say which rule decided.</summary>
[NotAudited]
public sealed class RunPost
{
    public required long RunId { get; init; }

    /// <summary>Its number in the files.</summary>
    public required int Number { get; init; }

    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required string GroupCode { get; init; }

    public required int Vacant { get; init; }

    /// <summary>Participants who left it.</summary>
    public required int Left { get; init; }

    /// <summary>Participants who came to it.</summary>
    public required int Arrived { get; init; }

    /// <summary>Rank of the absolute priority of the last who came; null when nobody came.</summary>
    public int? BarrierClass { get; init; }

    public decimal? BarrierPoints { get; init; }

    public DateOnly? BarrierPostedOn { get; init; }

    public DateOnly? BarrierRecruitedOn { get; init; }

    public DateOnly? BarrierBirthDate { get; init; }
}

/// <summary>What a run gave one participant.</summary>
[NotAudited]
public sealed class RunOutcome
{
    public required long RunId { get; init; }

    public required long EmployeeId { get; init; }

    /// <summary>His number in the files.</summary>
    public required int Number { get; init; }

    public required long SubmissionId { get; init; }

    public required string GroupCode { get; init; }

    /// <summary>Rank of the absolute priority, or <see cref="MovementInputs.NoPriority"/>.</summary>
    public required int Class { get; init; }

    public required decimal Points { get; init; }

    public required DateOnly PostedOn { get; init; }

    public required DateOnly RecruitedOn { get; init; }

    public required DateOnly BirthDate { get; init; }

    /// <summary>The place he works at.</summary>
    public required int FromPlaceId { get; init; }

    public required string FromPath { get; init; }

    /// <summary>The wished place he gets; the one he works at when nothing changes.</summary>
    public required int ToPlaceId { get; init; }

    public required string ToPath { get; init; }

    /// <summary>1 for the first wish; 0 for who stays.</summary>
    public required int Wish { get; init; }
}

/// <summary>Which people compete for the same posts: those of one cycle and discipline, or of one corps where there are no disciplines.</summary>
public static class PostGroup
{
    public const int Length = 40;

    /// <summary>"COL-MATH", "PRI-DBL", "ADMIN".</summary>
    /// <param name="grades">The campaign's beginnings of grade codes.</param>
    public static string Of(string grades, string grade, string? discipline)
    {
        var corps = MovementCategories.CycleOf(grade)
            ?? grades.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(g => grade.StartsWith(g, StringComparison.Ordinal))?.TrimEnd('_')
            ?? grade;
        return string.IsNullOrEmpty(discipline) ? corps : $"{corps}-{discipline}";
    }

    /// <summary>The subject's code, where the group has one.</summary>
    public static string? DisciplineOf(string group) => group.IndexOf('-', StringComparison.Ordinal) is > 0 and var at ? group[(at + 1)..] : null;

    /// <summary>The cycle or corps.</summary>
    public static string CorpsOf(string group) => group.IndexOf('-', StringComparison.Ordinal) is > 0 and var at ? group[..at] : group;
}

public sealed class VacantPostConfiguration : IEntityTypeConfiguration<VacantPost>
{
    public void Configure(EntityTypeBuilder<VacantPost> builder)
    {
        builder.ToTable("MobilityVacantPosts");
        builder.Property(p => p.PlacePath).IsCode(64);
        builder.Property(p => p.GroupCode).IsCode(PostGroup.Length);
        builder.HasOne<Campaign>().WithMany().HasForeignKey(p => p.CampaignId);
        builder.HasIndex(p => new { p.CampaignId, p.PlaceId, p.GroupCode }).IsUnique();
        builder.HasIndex(p => new { p.CampaignId, p.PlacePath });
    }
}

public sealed class AssignmentRunConfiguration : IEntityTypeConfiguration<AssignmentRun>
{
    public void Configure(EntityTypeBuilder<AssignmentRun> builder)
    {
        builder.ToTable("MobilityRuns");
        builder.Property(r => r.Reason).HasMaxLength(AssignmentRun.ReasonLength);
        builder.Property(r => r.Salt).HasColumnType("binary(16)");
        builder.Property(r => r.Ranks).IsCode(400);
        builder.Property(r => r.InputsHash).IsCode(64);
        builder.Property(r => r.ResultHash).IsCode(64);
        builder.Property(r => r.Engine).IsCode(40);
        builder.HasOne<Campaign>().WithMany().HasForeignKey(r => r.CampaignId);
        builder.HasIndex(r => new { r.CampaignId, r.Number }).IsUnique();
        builder.HasIndex(r => r.PublishAt);
    }
}

public sealed class RunFilePartConfiguration : IEntityTypeConfiguration<RunFilePart>
{
    public void Configure(EntityTypeBuilder<RunFilePart> builder)
    {
        builder.ToTable("MobilityRunFiles");
        builder.HasKey(p => new { p.RunId, p.Kind, p.Number });
        builder.Property(p => p.Bytes).HasColumnType("longblob");
    }
}

public sealed class RunPostConfiguration : IEntityTypeConfiguration<RunPost>
{
    public void Configure(EntityTypeBuilder<RunPost> builder)
    {
        builder.ToTable("MobilityRunPosts");
        builder.HasKey(p => new { p.RunId, p.PlaceId, p.GroupCode });
        builder.Property(p => p.PlacePath).IsCode(64);
        builder.Property(p => p.GroupCode).IsCode(PostGroup.Length);
        builder.HasIndex(p => new { p.RunId, p.PlacePath });
    }
}

public sealed class RunOutcomeConfiguration : IEntityTypeConfiguration<RunOutcome>
{
    public void Configure(EntityTypeBuilder<RunOutcome> builder)
    {
        builder.ToTable("MobilityRunOutcomes");
        builder.HasKey(o => new { o.RunId, o.EmployeeId });
        builder.Property(o => o.GroupCode).IsCode(PostGroup.Length);
        builder.Property(o => o.FromPath).IsCode(64);
        builder.Property(o => o.ToPath).IsCode(64);
        builder.HasIndex(o => o.EmployeeId);
        builder.HasIndex(o => new { o.RunId, o.Number });
        builder.HasIndex(o => new { o.RunId, o.FromPath });
        builder.HasIndex(o => new { o.RunId, o.ToPath });
    }
}
