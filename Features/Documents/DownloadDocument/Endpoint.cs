using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.Net.Http.Headers;

namespace Massar.Features.Documents.DownloadDocument;

/// <summary>Whoever a paper concerns, or the office that issued it, gets its file: the same bytes each time.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.RequiringSignIn().NeverStored();

        area.Pages.MapGet("/{id:long}/file", (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id)).Then(file => Answer(http, file)));

        area.Api.MapGet("/{id:long}/file", (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id)).Then(file => Answer(http, file)))
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf");
    }

    private static IResult Answer(HttpContext http, StoredFile file)
    {
        // Whatever a reader of PDF makes of it, it may do nothing in our name.
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        // A line that breaks goes on where it stopped: the bytes are the same.
        return Results.Bytes(file.Bytes, "application/pdf", file.Name, enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{file.Sha256}\""));
    }
}
