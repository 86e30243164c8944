using System.Text;
using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Resources.ReadText;

public sealed record Query(long Id, int? Page) : IQuery<Reading>;

/// <param name="Paragraphs">Of this page.</param>
/// <param name="File">The whole as a file.</param>
public sealed record Reading(long Id, string? TitleAr, string? TitleFr, IReadOnlyList<string> Paragraphs, int Page, int Pages, Guid File, int Length, bool IsFamily);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Reading>
{
    /// <summary>Bytes of text on one page: compressed, with all around it, well under 14 KB.</summary>
    public const int PageSize = 12_000;

    public async Task<Outcome<Reading>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        var one = await (
            from r in db.LessonResources.OpenTo(user, db, MoroccanDay.Today(clock))
            where r.Id == id
            join v in db.ResourceVariants.Where(v => v.Kind == VariantKind.Text && v.ReadyAt != null && v.RemovedAt == null) on r.Id equals v.ResourceId
            select new { r.TitleAr, r.TitleFr, v.Id, v.PublicId, v.Length }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (one is null) return Refusal.NotFound;
        var variant = one.Id;
        var pieces = await db.ResourcePieces.Where(p => p.VariantId == variant).OrderBy(p => p.Number).Select(p => p.Bytes).ToListAsync(ct);
        var whole = Encoding.UTF8.GetString([.. pieces.SelectMany(p => p)]).TrimStart('\uFEFF');
        var pages = Split(BidiSafe.CleanLines(whole));
        var page = Math.Clamp(query.Page ?? 1, 1, pages.Count);
        return new Reading(id, one.TitleAr, one.TitleFr, pages[page - 1], page, pages.Count, one.PublicId, one.Length, user.Has(Permissions.Read));
    }

    /// <summary>Whole paragraphs as long as they fit; one that fits nowhere is cut between words.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Split(string text)
    {
        List<IReadOnlyList<string>> pages = [];
        List<string> page = [];
        var size = 0;
        foreach (var paragraph in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(Parts))
        {
            var length = Encoding.UTF8.GetByteCount(paragraph);
            if (size > 0 && size + length > PageSize)
            {
                pages.Add(page);
                (page, size) = ([], 0);
            }

            page.Add(paragraph);
            size += length;
        }

        pages.Add(page);
        return pages;
    }

    private static IEnumerable<string> Parts(string paragraph)
    {
        // Three bytes are the most a letter of ours takes.
        const int most = PageSize / 3;
        while (paragraph.Length > most)
        {
            var at = paragraph.LastIndexOf(' ', most);
            if (at <= 0) at = char.IsHighSurrogate(paragraph[most - 1]) ? most - 1 : most;
            yield return paragraph[..at];
            paragraph = paragraph[at..].TrimStart();
        }

        yield return paragraph;
    }
}
