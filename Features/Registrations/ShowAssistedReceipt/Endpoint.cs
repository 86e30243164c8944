using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.ShowAssistedReceipt;

/// <summary>The desk prints the sealed receipt for the family, during the hour after the confirmation.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Assist).NeverStored();

        desk.Pages.MapGet("assist/{id:long}/receipt", (long id, Bus bus) => bus.Ask(new Query(id)).As<Receipt>());

        desk.Api.MapGet("assist/{id:long}/receipt", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        foreach (var door in (LateRoutes[])[desk.Pages, desk.Api])
            door.MapGet("assist/{id:long}/receipt.pdf", (long id, HttpContext http, Bus bus) => bus.Ask(new FileQuery(id)).Then(file => file.Answer(http)));
    }
}
