using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Transfers.ShowCertificate;

/// <summary>Both schools, their directorates and the family have the file of the departure certificate: the same bytes each time.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/certificate";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow, Permissions.Request).NeverStored();

        area.Pages.MapGet(Route, (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id)).Then(file => file.Answer(http)));

        area.Api.MapGet(Route, (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id)).Then(file => file.Answer(http)))
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf");
    }
}
