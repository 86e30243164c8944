using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.RecordHandDelivery;

/// <summary>The human resources office records that a signed decision was handed to its employee against a receipt.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{decision:long}/delivery";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, (long decision, Bus bus) => bus.Ask(new Query(decision)).As<Form>());

        decisions.Pages.MapPost(Route, (long decision, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(decision, input.DayYear, input.DayMonth, input.DayDay, input.Receipt))
                .ThenAsk(new Query(decision)).GoingTo(_ => Links.Deliveries(), "decisions.delivery.recorded").As<Form>());

        decisions.Api.MapPost(Route, (long decision, ApiInput input, Bus bus) =>
            bus.Do(new Command(decision, input.Day?.Split('-').ElementAtOrDefault(0), input.Day?.Split('-').ElementAtOrDefault(1), input.Day?.Split('-').ElementAtOrDefault(2), input.Receipt)).AsJson());
    }

    public sealed record Input
    {
        public string? DayDay { get; init; }

        public string? DayMonth { get; init; }

        public string? DayYear { get; init; }

        public string? Receipt { get; init; }
    }

    /// <param name="Day">yyyy-MM-dd.</param>
    public sealed record ApiInput(string? Day, string? Receipt);
}
