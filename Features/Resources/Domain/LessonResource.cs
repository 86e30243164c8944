using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.Resources.Domain;

/// <summary>Where a resource stands. The numbers are stored.</summary>
public enum ResourceState : byte
{
    /// <summary>Its author still gathers its variants.</summary>
    Draft = 1,

    /// <summary>Waits for an inspector.</summary>
    Offered = 2,

    /// <summary>Pupils of the level and stream have it.</summary>
    Published = 3,

    /// <summary>Back with its author, who reads why.</summary>
    Returned = 4,

    /// <summary>Was published, and is no more; its author reads why.</summary>
    TakenBack = 5,
}

/// <summary>By what right the author hands it to everybody (law 2-00 on authors' rights). The numbers are stored.</summary>
public enum RightsGround : byte
{
    OwnWork = 1,

    /// <summary>A licence that lets everybody copy; which one is written beside it.</summary>
    OpenLicence = 2,

    PublicDomain = 3,

    /// <summary>The author of the work allowed it; who and when is written beside it.</summary>
    Permission = 4,
}

/// <summary>What its author types of a resource, read.</summary>
/// <param name="Chapter">An item of the year's plan, or a heading of the author's; null where none is named.</param>
/// <param name="RightsNote">Which licence, or whose permission; null for own work and what belongs to nobody.</param>
public sealed record ResourceWords(string? TitleAr, string? TitleFr, string? Chapter, RightsGround Rights, string? RightsNote);

/// <summary>For whom a resource is made.</summary>
/// <param name="Stream">Empty where the level has no streams.</param>
public sealed record Course(string Level, string Stream, string Subject)
{
    /// <summary>As forms carry it: "2BAC~SPHF~MATH".</summary>
    public string Code => $"{Level}~{Stream}~{Subject}";
}

/// <summary>A lesson to read, hear or watch, for the pupils of one level and stream in one subject, whatever their school.</summary>
public sealed class LessonResource : IVersioned, IInPlace
{
    public const int TitleLength = 150;
    public const int RightsLength = 200;
    public const int ReasonLength = 300;

    public long Id { get; init; }

    /// <summary>Where its author worked when offering it: the inspectors of that place and those above judge it.</summary>
    public required int PlaceId { get; init; }

    public required string PlacePath { get; init; }

    public required string LevelCode { get; init; }

    /// <summary>Empty where the level has no streams.</summary>
    public required string StreamCode { get; init; }

    public required string SubjectCode { get; init; }

    /// <summary>The subject as it was called when this was offered.</summary>
    public required string SubjectAr { get; init; }

    public required string SubjectFr { get; init; }

    /// <summary>One of the two titles may be missing, never both.</summary>
    public string? TitleAr { get; private set; }

    public string? TitleFr { get; private set; }

    public string? Chapter { get; private set; }

    public RightsGround Rights { get; private set; }

    public string? RightsNote { get; private set; }

    public required long OfferedByAccountId { get; init; }

    public required DateTime CreatedAt { get; init; }

    public ResourceState State { get; private set; } = ResourceState.Draft;

    /// <summary>UTC.</summary>
    public required DateTime StateSince { get; set; }

    /// <summary>When pupils got it, UTC; what is newest goes by this.</summary>
    public DateTime? PublishedAt { get; private set; }

    /// <summary>Who published, returned or took it back last.</summary>
    public long? JudgedByAccountId { get; private set; }

    /// <summary>Why it was returned or taken back; for its author and those who judge.</summary>
    public string? Reason { get; private set; }

    public int Version { get; set; }

    /// <summary>Its author may change it and its variants.</summary>
    public static bool IsOpen(ResourceState state) => state is ResourceState.Draft or ResourceState.Returned or ResourceState.TakenBack;

    /// <summary>Takes the words; null unless it is published or waits for its judge.</summary>
    public Refusal? Write(ResourceWords words)
    {
        if (!IsOpen(State)) return Closed;
        (TitleAr, TitleFr, Chapter, Rights, RightsNote) = words;
        return null;
    }

    /// <summary>The author hands it over to be judged.</summary>
    /// <param name="variants">How many whole ones it has.</param>
    public Refusal? Send(int variants, DateTime now)
    {
        if (!IsOpen(State)) return Closed;
        if (variants == 0) return Refusal.Conflict("resources.send.empty").Next("resources.send.empty.next");
        (State, StateSince, Reason) = (ResourceState.Offered, now, null);
        return null;
    }

    /// <summary>Pupils get it. Nobody publishes what they, or their family, offered.</summary>
    public Refusal? Publish(Hands hands, bool isFamily, DateTime now)
    {
        if (State != ResourceState.Offered) return Refusal.Conflict("resources.judge.not-waiting");
        if (hands.Did(OfferedByAccountId) || isFamily) return Refusal.Conflict("resources.judge.own").Next("resources.judge.own.next").Recorded();
        (State, StateSince, PublishedAt, JudgedByAccountId, Reason) = (ResourceState.Published, now, now, hands.Account, null);
        return null;
    }

    /// <summary>Goes back to its author.</summary>
    public Refusal? Return(string reason, Hands hands, bool isFamily, DateTime now)
    {
        if (State != ResourceState.Offered) return Refusal.Conflict("resources.judge.not-waiting");
        if (hands.Did(OfferedByAccountId) || isFamily) return Refusal.Conflict("resources.judge.own").Next("resources.judge.own.next").Recorded();
        (State, StateSince, JudgedByAccountId, Reason) = (ResourceState.Returned, now, hands.Account, reason);
        return null;
    }

    /// <summary>Pupils lose it, at once; its author may take back the own.</summary>
    public Refusal? TakeBack(string reason, long account, DateTime now)
    {
        if (State is not (ResourceState.Published or ResourceState.Offered)) return Refusal.Conflict("resources.judge.not-published");
        (State, StateSince, JudgedByAccountId, Reason) = (ResourceState.TakenBack, now, account, reason);
        return null;
    }

    private static Refusal Closed => Refusal.Conflict("resources.closed").Next("resources.closed.next");
}

/// <summary>What a form says of a resource.</summary>
public sealed record TypedResource(string? TitleAr, string? TitleFr, string? Chapter, string? Rights, string? RightsNote, bool Declares)
{
    /// <summary>The words, or null with every field that is wrong.</summary>
    public ResourceWords? Read(out Refusal? refusal)
    {
        var wrong = new Dictionary<string, Said>(StringComparer.OrdinalIgnoreCase);
        var (ar, fr, chapter, note) = (BidiSafe.CleanOrNull(TitleAr), BidiSafe.CleanOrNull(TitleFr), BidiSafe.CleanOrNull(Chapter), BidiSafe.CleanOrNull(RightsNote));
        if (ar is null && fr is null) wrong["TitleAr"] = new("resources.title.needed");
        foreach (var (name, value) in ((string, string?)[])[("TitleAr", ar), ("TitleFr", fr), ("Chapter", chapter)])
            if (value?.Length > LessonResource.TitleLength) wrong[name] = new("resources.too-long", LessonResource.TitleLength);
        if (note?.Length > LessonResource.RightsLength) wrong["RightsNote"] = new("resources.too-long", LessonResource.RightsLength);
        if (!Enum.TryParse<RightsGround>(Rights, out var rights) || !Enum.IsDefined(rights) || Rights!.Length < 3) wrong["Rights"] = new("resources.rights.needed");
        else if (rights is RightsGround.OpenLicence or RightsGround.Permission && note is null) wrong["RightsNote"] = new("resources.rights.note.needed");
        if (!Declares) wrong["Declares"] = new("resources.declares.needed");
        refusal = wrong.Count > 0 ? Refusal.Invalid(wrong) : null;
        return refusal is null ? new ResourceWords(ar, fr, chapter, rights, note) : null;
    }
}

public sealed class LessonResourceConfiguration : IEntityTypeConfiguration<LessonResource>
{
    public void Configure(EntityTypeBuilder<LessonResource> builder)
    {
        builder.Property(r => r.LevelCode).IsCode(10);
        builder.Property(r => r.StreamCode).IsCode(20);
        builder.Property(r => r.SubjectCode).IsCode(20);
        builder.Property(r => r.PlacePath).IsCode(64);
        builder.Property(r => r.SubjectAr).HasMaxLength(80);
        builder.Property(r => r.SubjectFr).HasMaxLength(80);
        builder.Property(r => r.TitleAr).HasMaxLength(LessonResource.TitleLength);
        builder.Property(r => r.TitleFr).HasMaxLength(LessonResource.TitleLength);
        builder.Property(r => r.Chapter).HasMaxLength(LessonResource.TitleLength);
        builder.Property(r => r.RightsNote).HasMaxLength(LessonResource.RightsLength);
        builder.Property(r => r.Reason).HasMaxLength(LessonResource.ReasonLength);
        builder.HasIndex(r => new { r.LevelCode, r.StreamCode, r.State, r.SubjectCode, r.PublishedAt });
        builder.HasIndex(r => new { r.OfferedByAccountId, r.State });
        builder.HasIndex(r => new { r.State, r.StateSince });
    }
}
