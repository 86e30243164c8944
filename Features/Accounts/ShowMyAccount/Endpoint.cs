using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts.ShowMyAccount;

/// <summary>A person sees the account: names, how to be reached, and the ways to protect it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var mine = area.RequiringSignIn();

        mine.Pages.MapGet("/me", (Bus bus) => bus.Ask(new Query()).As<Card>());
        mine.Api.MapGet("/me", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
