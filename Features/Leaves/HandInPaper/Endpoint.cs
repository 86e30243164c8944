using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Leaves.HandInPaper;

/// <summary>An employee hands in the certificate of a leave that is not decided yet; the history is the receipt.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/paper";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapPost(Route, async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            using var memory = new MemoryStream();
            if (form.Files.GetFile("Paper") is { } file)
                await file.CopyToAsync(memory, ct);
            return await bus.Do(new Command(id, memory.ToArray())).ThenGo(_ => Links.Case(id), saying: "leaves.paper.handed-in");
        });

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Paper ?? [])).AsJson());
    }

    /// <param name="Paper">JPEG, PNG or PDF, in base 64.</param>
    public sealed record Input(byte[]? Paper);
}
