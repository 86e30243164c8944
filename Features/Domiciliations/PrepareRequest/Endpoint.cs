using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Domiciliations.PrepareRequest;

/// <summary>A member of staff types the number of another account and adds the bank's paper; nothing is sent yet.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "new";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet(Route, (Bus bus) => bus.Ask(new Query()).As<Form>());

        area.Pages.MapPost(Route, async (HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(form["Rib"], await PaperIn(form, ct), TypedVersion.Read(form["Version"]))).ThenAsk(new Query()).GoingTo(done => Links.Request(done.Id), saying: "domiciliations.said.prepared").As<Form>();
        });

        area.Api.MapGet(Route, (Bus bus) => bus.Ask(new Query()).AsJson());

        area.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(new Command(input.Rib, input.Paper, input.Version ?? TypedVersion.None)).AsJson());
    }

    private static async Task<byte[]?> PaperIn(IFormCollection form, CancellationToken ct)
    {
        if (form.Files.GetFile("Paper") is not { Length: > 0 } file)
            return null;
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, ct);
        return memory.ToArray();
    }

    /// <param name="Rib">24 digits; spaces are allowed.</param>
    /// <param name="Paper">The bank's attestation: JPEG, PNG or PDF, in base 64.</param>
    /// <param name="Version">Of the draft, or of the returned request, that this one takes the place of; left out where there is none.</param>
    public sealed record Input(string? Rib, byte[]? Paper, int? Version = null);
}
