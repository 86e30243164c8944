using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Resources.SendBytes;

/// <summary>The author's browser or program sends the next bytes of a variant, and asks after a break of the line which ones are next.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "variants/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Offer);

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        // A quarter of a megabyte takes a weak line longer than a page may.
        area.Api.MapPut(Route, async (long id, int from, HttpRequest request, Bus bus, CancellationToken ct) =>
            await bus.Do(new Command(id, from, await Read(request, ct))).AsJson()).DisableRequestTimeout().WithMetadata(new RequestSizeLimitAttribute(Handler.MostAtOnce));
    }

    private static async Task<byte[]> Read(HttpRequest request, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    }
}
