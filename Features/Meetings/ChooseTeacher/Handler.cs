using Massar.Features.Meetings.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Meetings.ChooseTeacher;

public sealed record Query(long Pupil) : IQuery<Teachers>;

public sealed record Teachers(long Pupil, string ChildAr, string ChildLatin, IReadOnlyList<Teaching> Teachings);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Teachers>
{
    private const int Most = 60;

    public async Task<Outcome<Teachers>> Handle(Query query, CancellationToken ct)
    {
        var (pupil, today) = (query.Pupil, MoroccanDay.Today(clock));
        var child = await db.Guardianships.InForceFor(user, today).Where(g => g.PupilId == pupil)
            .Join(db.Pupils, g => g.PupilId, p => p.Id, (g, p) => new { Ar = p.LastNameAr + " " + p.FirstNameAr, Latin = p.LastNameLatin + " " + p.FirstNameLatin }).AsNoTracking().FirstOrDefaultAsync(ct);
        if (child is null)
            return Refusal.NotFound;
        return new Teachers(pupil, child.Ar, child.Latin, await db.TeachingsOf(user, pupil, today).Take(Most).AsNoTracking().ToListAsync(ct));
    }
}
