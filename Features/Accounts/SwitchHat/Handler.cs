using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.SwitchHat;

public sealed record Query : IQuery<IReadOnlyList<OwnHat>>;

/// <summary>A function the person may work in today.</summary>
public sealed record OwnHat(long Id, string Role, string PlaceAr, string PlaceFr, DateOnly StartsOn, DateOnly? EndsOn, bool IsWorn);

public sealed record Command(long Hat) : ICommand, IRunsItsOwnUnits;

public sealed class Handler(MassarDb db, CurrentUser user, Doors doors, TimeProvider clock)
    : IQueryHandler<Query, IReadOnlyList<OwnHat>>, ICommandHandler<Command>
{
    public async Task<Outcome<IReadOnlyList<OwnHat>>> Handle(Query query, CancellationToken ct)
    {
        var (me, worn, today) = (user.AccountId, user.Hat.Id, MoroccanDay.Today(clock));
        return await (
            from hat in db.Hats.AsNoTracking().LiveOn(today).NotOutlived(db, today)
            join place in db.Places on hat.PlaceId equals place.Id
            where hat.AccountId == me
            orderby hat.Id
            select new OwnHat(hat.Id, hat.Role, place.NameAr, place.NameFr, hat.StartsOn, hat.EndsOn, hat.Id == worn)).Take(50).ToListAsync(ct);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var hat = (await doors.LiveHats(user.AccountId, ct)).Find(h => h.Id == command.Hat);
        if (hat is null)
            return Refusal.NotFound;

        // A hat of staff given after a family's sign-in: the second factor is still to come, and the session becomes a short one.
        var isStaff = Roles.NeedsSecondFactor(hat.Role);
        var isDone = !isStaff || Roles.NeedsSecondFactor(user.Role);
        var id = user.Session.SessionId;
        var soon = clock.GetUtcNow().UtcDateTime + Sessions.Lifetime;
        await db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(s => s
            .SetProperty(x => x.HatId, hat.Id)
            .SetProperty(x => x.SecondFactorDone, x => isDone || x.SteppedUpAt != null)
            .SetProperty(x => x.ExpiresAt, x => isStaff && x.ExpiresAt > soon ? soon : x.ExpiresAt), ct);
        doors.Forget(user.AccountId);
        return Done.It;
    }
}
