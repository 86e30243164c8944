using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Resources.ListDesk;

/// <param name="Show">mine, waiting, judged or published; where it is not said what waits for who judges, else the own.</param>
/// <param name="Subject">A code; null for all.</param>
public sealed record Query(string? Show, string? Subject, int? Page) : IQuery<Desk>
{
    /// <summary>All lines, for a file.</summary>
    public bool IsWhole { get; init; }
}

/// <param name="Shows">Those this reader may choose.</param>
public sealed record Desk(string Show, IReadOnlyList<string> Shows, string? Subject, IReadOnlyList<Line> Lines, int Total, int Page, int Pages, bool MayOffer);

/// <param name="Variants">Whole ones, lightest first.</param>
public sealed record Line(ResourceView View, IReadOnlyList<VariantView> Variants);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Desk>
{
    private const int Size = 20;
    private const int Most = 2_000;

    public async Task<Outcome<Desk>> Handle(Query query, CancellationToken ct)
    {
        var (judges, offers, code) = (user.Has(Permissions.Judge), user.Has(Permissions.Offer), string.IsNullOrEmpty(query.Subject) ? null : query.Subject);
        List<string> shows = [.. judges ? (string[])["waiting", "judged"] : [], .. offers ? (string[])["mine"] : [], "published"];
        var show = shows.Contains(query.Show ?? "") ? query.Show! : shows[0];
        var rows = show switch
        {
            "waiting" => db.LessonResources.JudgedBy(user).Where(r => r.State == ResourceState.Offered),
            "judged" => db.LessonResources.JudgedBy(user).Where(r => r.State != ResourceState.Offered),
            "mine" => db.LessonResources.OwnOf(user),
            _ => db.LessonResources.Where(r => r.State == ResourceState.Published),
        };
        if (code is not null) rows = rows.Where(r => r.SubjectCode == code);
        var total = await rows.CountAsync(ct);
        var pages = Math.Max(1, (total + Size - 1) / Size);
        var page = Math.Clamp(query.Page ?? 1, 1, pages);
        // What waits longest comes first; else what moved last.
        var ordered = show == "waiting" ? rows.OrderBy(r => r.StateSince).ThenBy(r => r.Id) : rows.OrderByDescending(r => r.StateSince).ThenByDescending(r => r.Id);
        var (skip, take) = query.IsWhole ? (0, Most) : ((page - 1) * Size, Size);
        var views = await ordered.Skip(skip).Take(take).Named(db).AsNoTracking().ToListAsync(ct);
        var ids = views.Select(v => v.Id).ToList();
        var variants = (await db.ResourceVariants.Where(v => ids.Contains(v.ResourceId)).Whole().AsNoTracking().ToListAsync(ct)).ToLookup(v => v.ResourceId);
        var lines = views.Select(v => new Line(v, [.. variants[v.Id].OrderBy(x => x.Length)]));
        // A join may lose the order of what it took.
        lines = show == "waiting" ? lines.OrderBy(l => l.View.StateSince).ThenBy(l => l.View.Id) : lines.OrderByDescending(l => l.View.StateSince).ThenByDescending(l => l.View.Id);
        return new Desk(show, shows, code, [.. lines], total, page, pages, offers);
    }
}
