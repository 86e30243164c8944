using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Resources.ShowResource;

/// <summary>Its author, and who judges it, see a resource with its variants, what they weigh and what it waits for.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Offer, Permissions.Judge);

        area.Pages.MapGet("desk/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Api.MapGet("desk/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
