using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Resources.ShowLesson;

public sealed record Query(long Id) : IQuery<Lesson>;

/// <param name="Variants">Lightest first.</param>
public sealed record Lesson(long Id, string? TitleAr, string? TitleFr, string? Chapter, string SubjectAr, string SubjectFr, DateTime PublishedAt, RightsGround Rights, string? RightsNote, IReadOnlyList<VariantView> Variants);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Lesson>
{
    public async Task<Outcome<Lesson>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Id;
        var one = await db.LessonResources.OpenTo(user, db, MoroccanDay.Today(clock)).Where(r => r.Id == id).AsNoTracking().SingleOrDefaultAsync(ct);
        if (one is null) return Refusal.NotFound;
        var variants = await db.ResourceVariants.Where(v => v.ResourceId == id).Whole().AsNoTracking().ToListAsync(ct);
        return new Lesson(id, one.TitleAr, one.TitleFr, one.Chapter, one.SubjectAr, one.SubjectFr, one.PublishedAt!.Value, one.Rights, one.RightsNote, variants);
    }
}
