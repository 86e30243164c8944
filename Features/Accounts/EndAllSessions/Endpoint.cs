using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts.EndAllSessions;

/// <summary>A person ends all the account's sessions except the one at hand.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var mine = area.RequiringSignIn();

        mine.Pages.MapPost("/sessions/end", (Bus bus) => bus.Do(new Command()).ThenGo(_ => Links.Sessions, saying: "accounts.sessions.ended-others"));
        mine.Api.MapDelete("/sessions", (Bus bus) => bus.Do(new Command()).AsJson());
    }
}

public sealed record Command : ICommand, IRunsItsOwnUnits;

public sealed class Handler(CurrentUser user, Doors doors) : ICommandHandler<Command>
{
    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        await doors.EndAll(user.AccountId, except: user.Session.SessionId, ct);
        return Done.It;
    }
}
