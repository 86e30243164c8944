using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Exchanges.ShowExchange;

/// <summary>Those who exchange, their heads and the offices read the same exchange: who takes whose post, whose turn it is, what happened.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Follow).NeverStored();

        area.Pages.MapGet("{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Api.MapGet("{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
