using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts.ListSessions;

/// <summary>A person sees where the account is signed in.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var mine = area.RequiringSignIn();

        mine.Pages.MapGet("/sessions", (Bus bus) => bus.Ask(new Query()).As<Table>());
        mine.Api.MapGet("/sessions", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
