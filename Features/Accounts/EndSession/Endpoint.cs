using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Accounts.EndSession;

/// <summary>A person ends one of the account's own sessions: a browser left open, a lost telephone.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var mine = area.RequiringSignIn();

        mine.Pages.MapPost("/sessions/{id:long}/end", (long id, Bus bus) => bus.Do(new Command(id)).ThenGo(_ => Links.Sessions, saying: "accounts.sessions.ended"));
        mine.Api.MapDelete("/sessions/{id:long}", (long id, Bus bus) => bus.Do(new Command(id)).AsJson());
    }
}

public sealed record Command(long Session) : ICommand, IRunsItsOwnUnits;

public sealed class Handler(MassarDb db, CurrentUser user, Doors doors, TimeProvider clock) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var ended = await db.Sessions.Where(s => s.Id == command.Session && s.AccountId == user.AccountId && s.EndedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), ct);
        if (ended == 0)
            return Refusal.NotFound;
        doors.Forget(user.AccountId);
        return Done.It;
    }
}
