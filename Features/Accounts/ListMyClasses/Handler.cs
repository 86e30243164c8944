using Massar.Features.Accounts.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.ListMyClasses;

public sealed record Query : IQuery<IReadOnlyList<Line>>;

/// <param name="Waiting">Pupils who never signed in.</param>
public sealed record Line(int Id, string Name, int Pupils, int Waiting);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, IReadOnlyList<Line>>
{
    public async Task<Outcome<IReadOnlyList<Line>>> Handle(Query query, CancellationToken ct) =>
        await db.Classes.AsNoTracking().MainlyTaughtBy(user, db, MoroccanDay.Today(clock)).OrderBy(c => c.LevelCode).ThenBy(c => c.Name)
            .Select(c => new Line(c.Id, c.Name,
                db.Enrollments.Count(e => e.ClassId == c.Id && e.State == EnrollmentState.Active),
                db.Enrollments.Count(e => e.ClassId == c.Id && e.State == EnrollmentState.Active && !db.Accounts.Any(a => a.PupilId == e.PupilId && (a.PasswordHash != null || a.ClosedAt != null)))))
            .Take(40).ToListAsync(ct);
}
