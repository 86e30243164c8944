using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ShowMyResult;

/// <summary>A participant reads, from the hour on, what he got and for each wish why he did or did not get it; nothing of anybody else.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/campaigns/{campaign:int}/result";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Participate);

        area.Pages.MapGet(Route, (int campaign, Bus bus) => bus.Ask(new Query(campaign)).As<Card>());
        area.Api.MapGet(Route, (int campaign, Bus bus) => bus.Ask(new Query(campaign)).AsJson());
    }
}
