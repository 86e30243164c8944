using Massar.Features.Enrollments.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Transfers.ListMyTransfers;

public sealed record Query : IQuery<Mine>;

public sealed record Mine(IReadOnlyList<Child> Children, IReadOnlyList<Line> Transfers);

/// <param name="CanAsk">At a school this year, and no transfer under way.</param>
public sealed record Child(long Id, string NameAr, string NameLatin, bool CanAsk);

public sealed record Line(long Id, string NameAr, string NameLatin, string ToAr, string ToFr, TransferState State, DateTime StateSince);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Mine>
{
    private const int Most = 20;

    public async Task<Outcome<Mine>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        var children = await db.Pupils.MovableBy(user, db, today).OrderBy(p => p.BirthDate).ThenBy(p => p.Id)
            .Select(p => new Child(
                p.Id, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin,
                db.Enrollments.Any(e => e.PupilId == p.Id && e.State == EnrollmentState.Active && db.SchoolYears.Any(y => y.Id == e.SchoolYearId && y.IsCurrent)) && !db.Transfers.Any(t => t.LiveKey == p.Id)))
            .AsNoTracking().Take(Most).ToListAsync(ct);
        var transfers = await (
            from t in db.Transfers.OfFamily(user, db, today)
            join p in db.Pupils on t.PupilId equals p.Id
            join place in db.Places on t.ToSchoolId equals place.Id
            orderby t.AskedAt descending, t.Id descending
            select new Line(t.Id, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, place.NameAr, place.NameFr, t.State, t.StateSince)).AsNoTracking().Take(Most).ToListAsync(ct);
        return new Mine(children, transfers);
    }
}
