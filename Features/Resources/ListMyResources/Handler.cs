using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Resources.ListMyResources;

/// <param name="Child">A child of the guardian; the eldest, or the pupil itself, where it is not said.</param>
/// <param name="Subject">A code; null for all.</param>
public sealed record Query(long? Child, string? Subject, int? Page) : IQuery<Shelf>;

/// <param name="Child">Null where there is none.</param>
/// <param name="Subjects">Those with something in them.</param>
/// <param name="Items">Newest first.</param>
public sealed record Shelf(IReadOnlyList<Learner> Children, Learner? Child, string? Subject, IReadOnlyList<SubjectLine> Subjects, IReadOnlyList<Item> Items, int Page, int Pages);

public sealed record SubjectLine(string Code, string NameAr, string NameFr, int Count);

/// <param name="Variants">Lightest first.</param>
public sealed record Item(long Id, string? TitleAr, string? TitleFr, string? Chapter, string SubjectAr, string SubjectFr, DateTime PublishedAt, IReadOnlyList<VariantView> Variants);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Shelf>
{
    private const int Size = 20;

    public async Task<Outcome<Shelf>> Handle(Query query, CancellationToken ct)
    {
        var children = await db.Learners(user, MoroccanDay.Today(clock)).AsNoTracking().Take(30).ToListAsync(ct);
        var child = query.Child is { } asked ? children.Find(c => c.Id == asked) : children.FirstOrDefault();
        if (child is null) return query.Child is null && user.GuardianId is not null ? new Shelf([], null, null, [], [], 1, 1) : Refusal.NotFound;
        if (child.Level is null) return new Shelf(children, child, null, [], [], 1, 1);

        var rows = db.LessonResources.For(child.Level, child.Stream!);
        var subjects = await rows.GroupBy(r => r.SubjectCode).Select(g => new SubjectLine(g.Key, g.Max(r => r.SubjectAr)!, g.Max(r => r.SubjectFr)!, g.Count())).AsNoTracking().ToListAsync(ct);
        subjects = [.. subjects.OrderBy(s => s.NameFr, StringComparer.Ordinal).ThenBy(s => s.Code, StringComparer.Ordinal)];
        var chosen = subjects.Find(s => s.Code == query.Subject)?.Code;
        if (chosen is not null) rows = rows.Where(r => r.SubjectCode == chosen);
        var total = chosen is null ? subjects.Sum(s => s.Count) : subjects.Find(s => s.Code == chosen)!.Count;
        var pages = Math.Max(1, (total + Size - 1) / Size);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        var shown = total == 0 ? [] : await rows.OrderByDescending(r => r.PublishedAt).ThenByDescending(r => r.Id).Skip((page - 1) * Size).Take(Size)
            .Select(r => new { r.Id, r.TitleAr, r.TitleFr, r.Chapter, r.SubjectAr, r.SubjectFr, r.PublishedAt }).AsNoTracking().ToListAsync(ct);
        var ids = shown.Select(r => r.Id).ToList();
        var variants = ids.Count == 0 ? Enumerable.Empty<VariantView>().ToLookup(v => v.ResourceId) : (await db.ResourceVariants.Where(v => ids.Contains(v.ResourceId)).Whole().AsNoTracking().ToListAsync(ct)).ToLookup(v => v.ResourceId);
        return new Shelf(children, child, chosen, subjects, [.. shown.Select(r => new Item(r.Id, r.TitleAr, r.TitleFr, r.Chapter, r.SubjectAr, r.SubjectFr, r.PublishedAt!.Value, [.. variants[r.Id].OrderBy(v => v.Length)]))], page, pages);
    }
}
