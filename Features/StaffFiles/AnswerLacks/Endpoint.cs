using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffFiles.AnswerLacks;

/// <summary>The office that sent the file says of each page the receiver did not find where it is: sent after, copied, never in the file, or lost.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/answer";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Handle).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var said = form.Keys.Where(k => k.StartsWith("r[", StringComparison.Ordinal) && k.EndsWith(']')).Select(k => k[2..^1])
                .Where(k => long.TryParse(k, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .Select(k => new Given(long.Parse(k, CultureInfo.InvariantCulture), form[$"r[{k}]"], form[$"n[{k}]"])).ToList();
            return await bus.Do(new Command(id, TypedVersion.Read(form["Version"]), said))
                .ThenAsk(new Query(id)).GoingTo(_ => Links.Transfer(id), saying: "staff-files.said.answered").As<Form>();
        });

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Version, [.. (input.Pages ?? []).OfType<Given>()])).AsJson());
    }

    public sealed record Input(int Version, IReadOnlyList<Given>? Pages);
}
