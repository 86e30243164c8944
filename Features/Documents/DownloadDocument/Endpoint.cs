using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Documents.DownloadDocument;

/// <summary>Whoever a paper concerns, or the office that issued it, gets its file: the same bytes each time.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.RequiringSignIn().NeverStored();

        area.Pages.MapGet("/{id:long}/file", (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id)).Then(file => file.Answer(http)));

        area.Api.MapGet("/{id:long}/file", (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id)).Then(file => file.Answer(http)))
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf");
    }
}
