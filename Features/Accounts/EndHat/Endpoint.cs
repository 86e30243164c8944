using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.EndHat;

/// <summary>The ministry ends a function; sessions that wear it are closed at once, on other machines within five seconds.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var managers = area.Requiring(Permissions.Manage);

        managers.Pages.MapPost("/all/{id:long}/hats/{hat:long}/end", (long id, long hat, Bus bus) =>
            bus.Do(new Command(id, hat)).ThenGo(_ => Links.Account(id), saying: "accounts.one.ended"));
        managers.Api.MapDelete("/all/{id:long}/hats/{hat:long}", (long id, long hat, Bus bus) => bus.Do(new Command(id, hat)).AsJson());
    }
}

public sealed record Command(long Account, long Hat) : ICommand, IRunsItsOwnUnits;

public sealed class Handler(MassarDb db, UnitOfWork unit, CurrentUser user, Doors doors, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock))
            return Refusal.StepUp;
        var (me, path) = (user.AccountId, user.PlacePath);
        var today = MoroccanDay.Today(clock);
        List<Hat> worn = [];
        var outcome = await unit.Run<Done>("Accounts.EndHat", async token =>
        {
            var hat = await db.Hats.SingleOrDefaultAsync(h => h.Id == command.Hat && h.AccountId == command.Account && h.AccountId != me
                && (h.EndsOn == null || h.EndsOn >= today) && h.PlacePath.StartsWith(path), token);
            if (hat is null)
                return Refusal.NotFound;
            worn.Clear();
            worn.AddRange(await HatEnds.End(db, hat, today, token));
            await db.SaveChangesAsync(token);
            await doors.EndWearing([.. worn.Select(h => h.Id)], token);
            return Done.It;
        }, ct);
        // After the commit, so that nobody remembers the session once more from before it.
        foreach (var hat in worn)
            doors.Forget(hat.AccountId);
        return outcome;
    }
}
