using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Training.CallDay;

/// <summary>The trainer or the office calls the names of a day from a phone: who is ticked was there; nobody calls himself.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{session:long}/days/{day}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Plan).NeverStored();

        area.Pages.MapGet(Route, (long session, string day, Bus bus) => bus.Ask(new Query(session, TypedDay.Read(day))).As<Form>());

        area.Pages.MapPost(Route, async (long session, string day, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var present = form["Here"].Select(h => long.TryParse(h, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).ToList();
            var version = TypedVersion.Read(form["Version"]);
            var on = TypedDay.Read(day);
            return await bus.Do(new Command(session, on, version, present)).ThenAsk(new Query(session, on)).GoingTo(_ => Links.Session(session), saying: "training.said.called").As<Form>();
        });

        area.Api.MapGet(Route, (long session, string day, Bus bus) => bus.Ask(new Query(session, TypedDay.Read(day))).AsJson());

        area.Api.MapPut(Route, (long session, string day, Input input, Bus bus) => bus.Do(new Command(session, TypedDay.Read(day), input.Version, input.Here ?? [])).AsJson());
    }

    /// <param name="Version">Of the call that was read.</param>
    /// <param name="Here">Seats of who was there.</param>
    public sealed record Input(int Version, IReadOnlyList<long>? Here);
}
