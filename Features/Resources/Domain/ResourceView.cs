using Massar.Infrastructure.Data;

namespace Massar.Features.Resources.Domain;

/// <summary>A resource with the names that pages need.</summary>
/// <param name="StreamAr">Null where the level has no streams.</param>
/// <param name="AuthorAr">For the staff alone.</param>
public sealed record ResourceView(
    long Id, ResourceState State, DateTime StateSince, DateTime? PublishedAt, string? TitleAr, string? TitleFr, string? Chapter, string SubjectCode, string SubjectAr, string SubjectFr,
    string LevelAr, string LevelFr, string? StreamAr, string? StreamFr, RightsGround Rights, string? RightsNote, string AuthorAr, string AuthorLatin, long AuthorAccountId, string? Reason, int Version);

/// <summary>How resources are called and colored.</summary>
public static class ResourceNames
{
    /// <summary>In the order given.</summary>
    public static IQueryable<ResourceView> Named(this IQueryable<LessonResource> resources, MassarDb db) =>
        from r in resources
        join l in db.Levels on r.LevelCode equals l.Code
        join a in db.Accounts on r.OfferedByAccountId equals a.Id
        join s in db.StudyStreams on r.StreamCode equals s.Code into streams
        from s in streams.DefaultIfEmpty()
        select new ResourceView(r.Id, r.State, r.StateSince, r.PublishedAt, r.TitleAr, r.TitleFr, r.Chapter, r.SubjectCode, r.SubjectAr, r.SubjectFr, l.NameAr, l.NameFr, s.NameAr, s.NameFr,
            r.Rights, r.RightsNote, a.NameAr, a.NameLatin, r.OfferedByAccountId, r.Reason, r.Version);

    /// <summary>In the language of the reader where there is one, else in the other.</summary>
    public static string TitleIn(string language, string? ar, string? fr) => (language == "ar" ? ar ?? fr : fr ?? ar)!;

    public static string Of(ResourceState state) => $"resources.state.{state}";

    public static string TagOf(ResourceState state) => state switch { ResourceState.Offered => "warn", ResourceState.Published => "ok", ResourceState.Returned or ResourceState.TakenBack => "bad", _ => "mute" };

    public static string Of(VariantKind kind) => $"resources.kind.{kind}";
}
