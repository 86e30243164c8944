using Massar.Features.Marks.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.ShowChildMarks;

public sealed record Query(long Pupil, int? Year, int? Semester) : IQuery<ChildMarks>;

public sealed record ChildMarks(long Pupil, string NameAr, string NameLatin, TermResults Results);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, ChildMarks>
{
    public async Task<Outcome<ChildMarks>> Handle(Query request, CancellationToken cancellationToken)
    {
        var child = await (
            from g in db.Guardianships.OfGuardian(user, MoroccanDay.Today(clock))
            where g.PupilId == request.Pupil
            join p in db.Pupils on g.PupilId equals p.Id
            select new { p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return child is null ? Refusal.NotFound
            : new ChildMarks(request.Pupil, $"{child.LastNameAr} {child.FirstNameAr}", $"{child.LastNameLatin} {child.FirstNameLatin}",
                await PublishedMarks.Of(db, request.Pupil, request.Year, request.Semester, cancellationToken));
    }
}
