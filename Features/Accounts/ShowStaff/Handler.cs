using Massar.Features.Accounts.Domain;
using Massar.Features.Families.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.ShowStaff;

public sealed record Query(long Employee) : IQuery<UserCard>;

/// <param name="AccountId">Null for who has none.</param>
/// <param name="MayAct">It is neither oneself nor the family, and one's own role is not a lent one.</param>
/// <param name="MayPrint">A new code may be printed for the account.</param>
public sealed record UserCard(
    long EmployeeId, string Ppr, string NameAr, string NameLatin, string PlaceAr, string PlaceFr, long? AccountId, bool IsActivated, DateOnly? LastSignIn, bool MayAct, bool MayPrint, IReadOnlyList<HatLine> Hats) : IShowsPersons
{
    int IShowsPersons.PersonsShown => 1;
}

/// <param name="CanEnd">It is a role of the rank below that no decision gave, or one's own that was lent.</param>
public sealed record HatLine(long Id, int Version, string Role, string PlaceAr, string PlaceFr, DateOnly StartsOn, DateOnly? EndsOn, bool IsLent, bool CanEnd);

public sealed class Handler(MassarDb db, CurrentUser user, StaffDesk desk, TimeProvider clock) : IQueryHandler<Query, UserCard>
{
    public async Task<Outcome<UserCard>> Handle(Query query, CancellationToken ct)
    {
        if (await desk.Find(query.Employee, hold: false, ct) is not { } found)
            return Refusal.NotFound;
        var (today, id, path, worn, given) = (MoroccanDay.Today(clock), query.Employee, user.PlacePath, user.Hat.Id, StaffRoles.GivenBy(user.Role));
        var printable = db.Accounts.RecoverableBy(user, db, today);
        var account = await db.Accounts.AsNoTracking().Where(a => a.EmployeeId == id && a.ClosedAt == null).OrderBy(a => a.Id).Select(a => new
        {
            a.Id,
            IsActivated = a.PasswordHash != null,
            Last = db.Sessions.Where(s => s.AccountId == a.Id && s.SecondFactorDone).Max(s => (DateTime?)s.CreatedAt),
            MayPrint = printable.Any(o => o.Id == a.Id),
            Hats = (from hat in db.Hats
                    join place in db.Places on hat.PlaceId equals place.Id
                    where hat.AccountId == a.Id && hat.StartsOn <= today && (hat.EndsOn == null || hat.EndsOn >= today) && hat.PlacePath.StartsWith(path)
                        && hat.Role != Roles.Guardian && hat.Role != Roles.Pupil
                    orderby hat.Id
                    select new HatLine(hat.Id, hat.Version, hat.Role, place.NameAr, place.NameFr, hat.StartsOn, hat.EndsOn, hat.LentByHatId != null,
                        hat.LentByHatId == worn || (hat.LentByHatId == null && hat.Role != Roles.Employee && given.Contains(hat.Role)
                            && !db.PostEffects.Any(f => f.What == Decisions.Domain.PostEffectOf.Hat && f.IsNew && f.RowId == hat.Id)))).ToList(),
        }).FirstOrDefaultAsync(ct);
        var mayAct = !await desk.IsLent(ct) && !(await Kinship.WithSelf(db, user.EmployeeId, ct)).Contains(id);
        return new UserCard(
            id, found.Employee.Ppr, found.Employee.FullNameAr, found.Employee.FullNameLatin, found.Place.NameAr, found.Place.NameFr, account?.Id, account is { IsActivated: true },
            account?.Last is { } last ? MoroccanDay.Of(last) : null, mayAct, mayAct && account is { MayPrint: true }, account?.Hats ?? []);
    }
}
