using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.ShowOwnExtra;

public sealed record Query : IQuery<Own>;

public sealed record Own(IReadOnlyList<Line> Lines, int Ceiling);

/// <param name="Paper">The number of the case whose sealed paper there is.</param>
public sealed record Line(string SchoolAr, string SchoolFr, string Teaches, int Hours, DateOnly Until, ExtraState State, string? Reason, long? Paper);

public sealed class Handler(MassarDb db, CurrentUser user) : IQueryHandler<Query, Own>
{
    private const int Most = 40;

    public async Task<Outcome<Own>> Handle(Query query, CancellationToken ct)
    {
        var me = user.EmployeeId ?? 0;
        var lines = await (
            from x in db.ExtraHours
            where x.EmployeeId == me
            join t in db.PrivateTeachers on x.TeacherId equals t.Id
            join school in db.Places on x.SchoolId equals school.Id
            orderby x.Id descending
            select new Line(school.NameAr, school.NameFr, t.Teaches, x.Hours, x.Until, x.State, x.Reason, x.DocumentId == null ? null : (long?)x.Id)).AsNoTracking().Take(Most).ToListAsync(ct);
        return new Own(lines, (await LicenceFigures.Current(db, ct)).ExtraHours);
    }
}
