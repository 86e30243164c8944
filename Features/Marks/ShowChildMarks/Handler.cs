using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Marks.ShowChildMarks;

public sealed record Query(long Pupil, int? Year, int? Semester) : IQuery<ChildMarks>;

/// <param name="CanWrite">All rights to the child: also to write to the school.</param>
public sealed record ChildMarks(long Pupil, string NameAr, string NameLatin, bool CanWrite, TermResults Results);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, ChildMarks>
{
    public async Task<Outcome<ChildMarks>> Handle(Query request, CancellationToken cancellationToken)
    {
        var child = await (
            from g in db.Guardianships.OfGuardian(user, MoroccanDay.Today(clock))
            where g.PupilId == request.Pupil
            join p in db.Pupils on g.PupilId equals p.Id
            select new { g.State, p.LastNameAr, p.FirstNameAr, p.LastNameLatin, p.FirstNameLatin }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return child is null ? Refusal.NotFound
            : new ChildMarks(request.Pupil, $"{child.LastNameAr} {child.FirstNameAr}", $"{child.LastNameLatin} {child.FirstNameLatin}", child.State == GuardianshipState.Active,
                await PublishedMarks.Of(db, request.Pupil, MarkAudience.Guardians, request.Year, request.Semester, cancellationToken));
    }
}
