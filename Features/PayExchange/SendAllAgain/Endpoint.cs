using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.PayExchange.SendAllAgain;

/// <summary>After an outage the pay office sends all messages again that could not be delivered: the same texts, the same keys.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "again";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow);

        area.Pages.MapPost(Route, (Bus bus) => bus.Do(new Command()).ThenGo(_ => Links.All, "pay-exchange.again.all-done"));

        area.Api.MapPost(Route, (Bus bus) => bus.Do(new Command()).AsJson());
    }
}
