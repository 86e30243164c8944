using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.PayExchange.ShowMessage;

/// <summary>The pay office reads one message as it was sent, with its tries and the partner's word; one that cannot be delivered it may settle with the partner otherwise, and says how.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}";
    private const string Settling = $"{Route}/settle";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Pages.MapPost(Settling, (long id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, TypedVersion.Read(input.Version), input.Reason))
            .ThenAsk(new Query(id)).GoingTo(_ => Links.Message(id), saying: "pay-exchange.settle.done").As<Card>());

        area.Api.MapPost(Settling, (long id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Version, input.Reason)).AsJson());
    }

    public sealed record Input
    {
        public string? Version { get; init; }

        /// <summary>How it was settled.</summary>
        public string? Reason { get; init; }
    }

    /// <param name="Version">As it was read.</param>
    /// <param name="Reason">How it was settled.</param>
    public sealed record ApiInput(int Version, string? Reason);
}
