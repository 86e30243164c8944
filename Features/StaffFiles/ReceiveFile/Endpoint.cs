using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffFiles.ReceiveFile;

/// <summary>The office the person came to looks for each line of the slip and signs for what it found.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/receipt";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Handle).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(id, TypedVersion.Read(form["Version"]), SaidPages.Read(form)))
                .ThenAsk(new Query(id)).GoingTo(_ => Links.Transfer(id), saying: "staff-files.said.received").As<Form>();
        });

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Version, [.. (input.Pages ?? []).OfType<Found>().Select(p => new SaidPage(p.Page, p.Result, p.Note))])).AsJson());
    }

    public sealed record Input(int Version, IReadOnlyList<Found>? Pages);

    /// <param name="Page">The line.</param>
    /// <param name="Result">Present, Missing or Damaged.</param>
    public sealed record Found(long Page, string? Result, string? Note);
}
