using System.Globalization;
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
            var found = form.Keys.Where(k => k.StartsWith("r[", StringComparison.Ordinal) && k.EndsWith(']')).Select(k => k[2..^1])
                .Where(k => long.TryParse(k, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .Select(k => new Found(long.Parse(k, CultureInfo.InvariantCulture), form[$"r[{k}]"], form[$"n[{k}]"])).ToList();
            return await bus.Do(new Command(id, TypedVersion.Read(form["Version"]), found))
                .ThenAsk(new Query(id)).GoingTo(_ => Links.Transfer(id), saying: "staff-files.said.received").As<Form>();
        });

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Version, [.. (input.Pages ?? []).OfType<Found>()])).AsJson());
    }

    public sealed record Input(int Version, IReadOnlyList<Found>? Pages);
}
