using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Pupils.FindDoubles;

public sealed record Query(long Pupil) : IQuery<Doubles>;

public sealed record Doubles(long PupilId, string MassarCode, string NameAr, string NameLatin, IReadOnlyList<Line> Found) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Found.Count;
}

/// <param name="MassarCode">Of a child whom the school has no file of, only a part.</param>
/// <param name="SchoolAr">Where the file was last; null for nowhere.</param>
public sealed record Line(long Id, string MassarCode, string? SchoolAr, string? SchoolFr, bool IsSure);

public sealed class Handler(MassarDb db, CurrentUser user, PupilLookups lookups) : IQueryHandler<Query, Doubles>
{
    public async Task<Outcome<Doubles>> Handle(Query query, CancellationToken ct)
    {
        var id = query.Pupil;
        if (await db.Pupils.AsNoTracking().Where(p => p.Id == id).FiledBelow(user, db).SingleOrDefaultAsync(ct) is not { } pupil)
            return Refusal.NotFound;
        if (lookups.Spend(user.AccountId) is { } wait)
            return Refusal.TooMany(wait);
        var found = await db.PossiblePupils(pupil, ct);
        var ids = found.Select(f => f.Id).ToList();
        var filed = await db.Pupils.Where(p => ids.Contains(p.Id)).FiledBelow(user, db).Select(p => p.Id).ToListAsync(ct);
        var schools = (await (
            from e in db.Enrollments
            where ids.Contains(e.PupilId)
            join place in db.Places on e.SchoolId equals place.Id
            orderby e.SchoolYearId descending, e.EnteredOn descending, e.Id descending
            select new { e.PupilId, place.NameAr, place.NameFr }).AsNoTracking().ToListAsync(ct)).ToLookup(s => s.PupilId);
        return new Doubles(id, pupil.MassarCode, pupil.FullNameAr, pupil.FullNameLatin,
            [.. found.Select(f => new Line(f.Id, filed.Contains(f.Id) ? f.MassarCode : MergeSide.Masked(f.MassarCode), schools[f.Id].FirstOrDefault()?.NameAr, schools[f.Id].FirstOrDefault()?.NameFr, f.IsSure))]);
    }
}
