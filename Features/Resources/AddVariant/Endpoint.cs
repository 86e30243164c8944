using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Resources.AddVariant;

/// <summary>The author adds a form of a resource: a light file whole, in one form; a heavy one is announced, and its bytes follow in pieces.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "desk/{id:long}/variants";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Offer);

        area.Pages.MapPost(Route, async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(id, form["Kind"], form.Files["File"]?.Length ?? 0, await Read(form, ct))).ThenGo(_ => Links.One(id), saying: "resources.variant.added");
        }).DisableRequestTimeout();

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Kind, input.Length, null)).AsJson());
    }

    // No heavier than any form may be; the rest goes in pieces.
    private static async Task<byte[]?> Read(IFormCollection form, CancellationToken ct)
    {
        if (form.Files["File"] is not { Length: > 0 } file) return null;
        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    }

    /// <param name="Kind">Text, Audio, LowVideo, Video or Paper.</param>
    /// <param name="Length">Bytes of the whole file.</param>
    public sealed record Input(string? Kind, long Length);
}
