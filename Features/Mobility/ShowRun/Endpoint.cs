using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ShowRun;

/// <summary>The office that runs a movement sees what goes in, the statistics of each run and when the result is published; before the hour nothing about persons.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/runs/{campaign:int}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Run);

        area.Pages.MapGet(Route, (int campaign, Bus bus) => bus.Ask(new Query(campaign)).As<Card>());
        area.Api.MapGet(Route, (int campaign, Bus bus) => bus.Ask(new Query(campaign)).AsJson());
    }
}
