using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.ShowLicence;

public sealed record Query(long Id) : IQuery<View>;

/// <param name="Acts">What the reader may do: suspend, lift, withdraw, renew, visit.</param>
/// <param name="IsComing">Granted, and its first day has not come.</param>
/// <param name="AppealDays">To appeal against what is done now.</param>
public sealed record View(
    long Id, int Version, LicenceKind Kind, string Number, LicenceState State, bool IsExpired, bool IsComing, int? SchoolId, string? GresaCode, string NameAr, string NameFr, string DirectorateAr, string DirectorateFr, string AcademyAr, string AcademyFr,
    string Cycles, Person Owner, Person Director, DateOnly IssuedOn, DateOnly StartsOn, DateOnly ExpiresOn, string? Conditions, DateOnly? StateOn, string? StateReason, DateOnly? AppealUntil, bool HasPaper, long CaseId,
    long? NewerId, IReadOnlyList<EventView> Events, IReadOnlyList<string> Acts, int AppealDays) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 2;
}

public sealed class Handler(MassarDb db, CurrentUser user, CaseDesk desk, TimeProvider clock) : IQueryHandler<Query, View>
{
    public async Task<Outcome<View>> Handle(Query query, CancellationToken ct)
    {
        var row = await (
            from l in db.SchoolLicences.VisibleTo(user)
            where l.Id == query.Id
            join directorate in db.Places on l.PlaceId equals directorate.Id
            join academy in db.Places on l.AcademyId equals academy.Id
            select new
            {
                Licence = l,
                DirectorateAr = directorate.NameAr,
                DirectorateFr = directorate.NameFr,
                AcademyAr = academy.NameAr,
                AcademyFr = academy.NameFr,
                GresaCode = db.Schools.Where(s => s.Id == l.SchoolId).Select(s => s.GresaCode).FirstOrDefault() ?? db.PlannedSchools.Where(p => p.ChangeId == l.ChangeId).Select(p => p.GresaCode).FirstOrDefault(),
                Newer = db.SchoolLicences.Where(n => n.LiveKey == l.SchoolId && l.SchoolId != null && n.Id > l.Id).Select(n => (long?)n.Id).FirstOrDefault(),
            }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null)
            return Refusal.NotFound;
        var (licence, today, id) = (row.Licence, MoroccanDay.Today(clock), row.Licence.Id);
        var events = await db.LicenceEvents.Where(e => e.LicenceId == id).Shown(db, ct);
        List<string> acts = [];
        if (licence.Counts && user.Has(Permissions.Decide) && licence.AcademyId == user.PlaceId && !await desk.IsOwn(licence.OwnerCin, licence.DirectorCin, licence.SchoolId, ct))
            acts.AddRange(licence.State == LicenceState.Suspended ? ["lift", "withdraw"] : licence.IsComing ? ["withdraw"] : ["suspend", "withdraw"]);
        if (licence.LiveKey is { } school && user.Has(Permissions.School) && school == user.PlaceId)
            acts.Add("renew");
        if (licence.SchoolId is not null && user.Has(Permissions.Study) && licence.PlaceId == user.PlaceId)
            acts.Add("visit");
        return new View(
            id, licence.Version, licence.Kind, licence.NumberShown, licence.State, licence.IsExpired(today), licence.IsComing, licence.SchoolId, row.GresaCode, licence.NameAr, licence.NameFr, row.DirectorateAr, row.DirectorateFr, row.AcademyAr, row.AcademyFr,
            licence.Cycles, new Person(licence.OwnerAr, licence.OwnerLatin, licence.OwnerCin), new Person(licence.DirectorAr, licence.DirectorLatin, licence.DirectorCin), licence.IssuedOn, licence.StartsOn, licence.ExpiresOn, licence.Conditions,
            licence.StateOn, licence.StateReason, licence.AppealUntil, licence.DocumentId is not null, licence.CaseId, row.Newer, events, acts, acts.Contains("withdraw") ? (await LicenceFigures.Current(db, ct)).AppealDays : 0);
    }
}
