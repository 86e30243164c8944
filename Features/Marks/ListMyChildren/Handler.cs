using Massar.Features.Enrollments.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.ListMyChildren;

public sealed record Query : IQuery<Family>;

public sealed record Family(IReadOnlyList<Child> Children);

/// <param name="IsOldFile">A second file of a child, merged into the one that stays: what was noted in it is read there.</param>
/// <param name="Newest">When the newest marks came out; null when there are none.</param>
public sealed record Child(long Id, string NameAr, string NameLatin, string? ClassName, string? SchoolAr, string? SchoolFr, DateTime? Newest, bool IsOldFile);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Family>
{
    public async Task<Outcome<Family>> Handle(Query request, CancellationToken cancellationToken)
    {
        var rows = await (
            from child in db.ChildrenOf(user, MoroccanDay.Today(clock))
            let p = child.Pupil
            select new
            {
                p.Id,
                p.LastNameAr,
                p.FirstNameAr,
                p.LastNameLatin,
                p.FirstNameLatin,
                child.ClassName,
                child.SchoolAr,
                child.SchoolFr,
                IsOldFile = db.PupilMerges.Any(m => m.LiveKey == p.Id && m.State == MergeState.Done),
                Newest = db.PublishedResults.Where(r => r.PupilId == p.Id && r.PublishAt <= DateTime.UtcNow && r.Audience != MarkAudience.Pupils).Max(r => (DateTime?)r.PublishAt),
            }).AsNoTracking().Take(30).ToListAsync(cancellationToken);
        return new Family([.. rows.DistinctBy(r => r.Id).Select(r => new Child(r.Id, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.ClassName, r.SchoolAr, r.SchoolFr, r.Newest, r.IsOldFile))]);
    }
}
