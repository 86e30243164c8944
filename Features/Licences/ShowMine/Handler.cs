using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.ShowMine;

public sealed record Query : IQuery<Mine>;

/// <param name="IsPrivate">Of a public school there is nothing to say.</param>
/// <param name="Live">The file that is under way: no other is opened meanwhile.</param>
/// <param name="Alarm">Days before the last one from which on it is called near.</param>
public sealed record Mine(bool IsPrivate, string NameAr, string NameFr, Current? Licence, IReadOnlyList<File> Files, IReadOnlyList<VisitView> Visits, bool HasLive, int Alarm, DateOnly Today);

public sealed record Current(long Id, string Number, string Cycles, DateOnly ExpiresOn, LicenceState State, DateOnly? AppealUntil, string? Reason);

public sealed record File(long Id, LicenceKind Kind, CaseState State, string Reference, DateOnly DepositedOn);

public sealed class Handler(MassarDb db, CurrentUser user, TimeProvider clock) : IQueryHandler<Query, Mine>
{
    private const int Most = 20;

    public async Task<Outcome<Mine>> Handle(Query query, CancellationToken ct)
    {
        var (place, today) = (user.PlaceId, MoroccanDay.Today(clock));
        var school = await db.Places.Where(p => p.Id == place).Select(p => new
        {
            p.NameAr,
            p.NameFr,
            IsPrivate = db.Schools.Any(s => s.Id == p.Id && !s.IsPublic),
            // The last one, where none counts any more.
            Licence = db.SchoolLicences.Where(l => l.SchoolId == p.Id).OrderByDescending(l => l.LiveKey != null).ThenByDescending(l => l.Id).FirstOrDefault(),
        }).AsNoTracking().SingleAsync(ct);
        if (!school.IsPrivate)
            return new Mine(false, school.NameAr, school.NameFr, null, [], [], false, 0, today);
        var files = await db.LicenceCases.AsNoTracking().Where(c => c.SchoolId == place).OrderByDescending(c => c.Id).Take(Most).Select(c => new File(c.Id, c.Kind, c.State, c.Reference, c.DepositedOn)).ToListAsync(ct);
        var visits = await db.LicenceVisits.Where(v => v.SchoolId == place).Shown(db, ct);
        var licence = school.Licence is not { } l ? null : new Current(l.Id, l.NumberShown, l.Cycles, l.ExpiresOn, l.State, l.AppealUntil, l.StateReason);
        return new Mine(true, school.NameAr, school.NameFr, licence, files, visits, files.Exists(f => f.State.IsLive()), (await LicenceFigures.Current(db, ct)).Alarms[0], today);
    }
}
