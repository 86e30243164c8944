using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Guidance.SetWindowSeats;

/// <summary>The directorate says how many pupils each stream of each school still takes in.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "windows/{window:int}/seats";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission).NeverStored();

        area.Pages.MapGet(Route, (int window, int? school, Bus bus) => bus.Ask(new Query(window, school)).As<Form>());

        area.Pages.MapPost(Route, async (int window, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var school = int.TryParse(form["School"], NumberStyles.None, CultureInfo.InvariantCulture, out var chosen) ? chosen : 0;
            var lines = form.Keys.Where(k => k.StartsWith(Command.SeatsField, StringComparison.Ordinal)).Select(k => k[Command.SeatsField.Length..])
                .Select(s => new SeatsLine(s, TypedVersion.Read(form[Command.VersionField + s]), form[Command.SeatsField + s])).ToList();
            return await bus.Do(new Command(window, school, lines)).ThenAsk(new Query(window, school)).GoingTo(_ => Links.WindowSeats(window, school), saying: "ui.saved").As<Form>();
        });

        area.Api.MapGet(Route, (int window, int? school, Bus bus) => bus.Ask(new Query(window, school)).AsJson());

        area.Api.MapPut(Route, (int window, Input input, Bus bus) => bus.Do(new Command(window, input.School, [.. (input.Lines ?? []).OfType<SeatsLine>()])).AsJson());
    }

    public sealed record Input(int School, IReadOnlyList<SeatsLine>? Lines);
}
