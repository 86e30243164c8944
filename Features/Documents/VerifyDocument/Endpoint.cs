using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Documents.VerifyDocument;

/// <summary>Anybody who holds a paper checks it: by the printed code, by the QR code, or byte for byte with the file. No account is needed.</summary>
public sealed class Endpoint : IEndpoint
{
    private const int LargestFile = 2 * 1024 * 1024;

    public static void Map(AreaRoutes area)
    {
        area = area.OpenToAll().NeverStored();

        // The form sends the code as it was typed; the answer stands under the same address as in the QR code.
        area.Root.MapGet("/verify", (HttpContext http, string? code, Bus bus) => DocumentCode.Read(code) is { } known
            ? Task.FromResult<IResult>(new GoAnswer(Links.Verify(known), null, []))
            : bus.Ask(new Query(code, WebSetup.Network(http))).As<Form>());

        area.Root.MapGet("/verify/{code}", (HttpContext http, string code, Bus bus) => bus.Ask(new Query(code, WebSetup.Network(http))).As<Form>());

        area.Root.MapPost("/verify", async (HttpContext http, Bus bus) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var file = form.Files["File"];
            // One byte more than allowed tells that it is too large, without reading the rest.
            var bytes = file is null ? [] : await Read(file, http.RequestAborted);
            return await bus.Ask(new FileQuery(bytes, WebSetup.Network(http), form["Code"])).As<Form>();
        });

        area.Api.MapGet("/verify/{code}", (HttpContext http, string code, Bus bus) => bus.Ask(new Query(code, WebSetup.Network(http))).AsJson());

        area.Api.MapPost("/verify", async (HttpContext http, Bus bus) =>
        {
            using var body = new MemoryStream();
            await Copy(http.Request.Body, body, http.RequestAborted);
            return await bus.Ask(new FileQuery(body.ToArray(), WebSetup.Network(http), null)).AsJson();
        }).Accepts<byte[]>("application/pdf");
    }

    private static async Task<byte[]> Read(IFormFile file, CancellationToken ct)
    {
        await using var stream = file.OpenReadStream();
        using var bytes = new MemoryStream();
        await Copy(stream, bytes, ct);
        return bytes.ToArray();
    }

    private static async Task Copy(Stream from, MemoryStream to, CancellationToken ct)
    {
        var buffer = new byte[81_920];
        while (to.Length <= LargestFile && await from.ReadAsync(buffer, ct) is var read and > 0) to.Write(buffer, 0, read);
    }
}
