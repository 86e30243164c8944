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
            from g in db.Guardianships.OfGuardian(user, MoroccanDay.Today(clock))
            join p in db.Pupils on g.PupilId equals p.Id
            join e in db.Enrollments.Where(e => e.State == EnrollmentState.Active && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)) on p.Id equals e.PupilId into enrollments
            from e in enrollments.DefaultIfEmpty()
            join s in db.Places on e.SchoolId equals s.Id into schools
            from s in schools.DefaultIfEmpty()
            join c in db.Classes on e.ClassId equals (int?)c.Id into classes
            from c in classes.DefaultIfEmpty()
            orderby p.BirthDate, p.Id
            select new
            {
                p.Id,
                p.LastNameAr,
                p.FirstNameAr,
                p.LastNameLatin,
                p.FirstNameLatin,
                c.Name,
                s.NameAr,
                s.NameFr,
                IsOldFile = db.PupilMerges.Any(m => m.LiveKey == p.Id && m.State == MergeState.Done),
                Newest = db.PublishedResults.Where(r => r.PupilId == p.Id && r.PublishAt <= DateTime.UtcNow).Max(r => (DateTime?)r.PublishAt),
            }).AsNoTracking().Take(30).ToListAsync(cancellationToken);
        return new Family([.. rows.DistinctBy(r => r.Id).Select(r => new Child(r.Id, $"{r.LastNameAr} {r.FirstNameAr}", $"{r.LastNameLatin} {r.FirstNameLatin}", r.Name, r.NameAr, r.NameFr, r.Newest, r.IsOldFile))]);
    }
}
