using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Resources.ReadText;

/// <summary>Whoever may open a resource reads its text as pages that a weak line brings at once.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Read, Permissions.Offer, Permissions.Judge);

        area.Pages.MapGet("lessons/{id:long}/text", (long id, int? page, Bus bus) => bus.Ask(new Query(id, page)).As<Card>());

        area.Api.MapGet("lessons/{id:long}/text", (long id, int? page, Bus bus) => bus.Ask(new Query(id, page)).AsJson());
    }
}
