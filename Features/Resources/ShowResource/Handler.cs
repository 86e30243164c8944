using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Resources.ShowResource;

public sealed record Query(long Id) : IQuery<Resource>;

/// <param name="View">Without the reason of a refusal, where it does not concern the reader.</param>
/// <param name="Begun">Variants of which bytes are missing; for the author alone.</param>
/// <param name="Acts">write, send, judge.</param>
public sealed record Resource(ResourceView View, IReadOnlyList<VariantView> Variants, IReadOnlyList<Begun> Begun, IReadOnlyList<string> Acts);

/// <param name="Received">Bytes that are there.</param>
public sealed record Begun(long Id, VariantKind Kind, int Length, int Received);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Resource>
{
    public async Task<Outcome<Resource>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        var judged = db.LessonResources.JudgedBy(user);
        var row = await (
            from view in db.LessonResources.OpenTo(user, db, MoroccanDay.Today(clock)).Where(r => r.Id == id).Named(db)
            select new { View = view, Judges = judged.Any(r => r.Id == id) }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null) return Refusal.NotFound;
        var isOwn = row.View.AuthorAccountId == user.AccountId && user.Has(Permissions.Offer);
        var variants = await db.ResourceVariants.Where(v => v.ResourceId == id).Whole().AsNoTracking().ToListAsync(ct);
        var begun = !isOwn ? [] : await db.ResourceVariants.Where(v => v.ResourceId == id && v.ReadyAt == null && v.RemovedAt == null)
            .Select(v => new Begun(v.Id, v.Kind, v.Length, db.ResourcePieces.Count(p => p.VariantId == v.Id) * ResourcePiece.Size)).AsNoTracking().ToListAsync(ct);
        List<string> acts = [];
        if (isOwn && LessonResource.IsOpen(row.View.State)) acts.AddRange(variants.Count > 0 ? ["write", "send"] : ["write"]);
        if ((row.Judges && !isOwn && row.View.State is ResourceState.Offered) || ((row.Judges || isOwn) && row.View.State is ResourceState.Published) || (isOwn && row.View.State is ResourceState.Offered)) acts.Add("judge");
        return new Resource(isOwn || row.Judges ? row.View : row.View with { Reason = null }, variants, begun, acts);
    }
}
