using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.MovePromotionLine;

/// <summary>A member of the joint administrative commission moves somebody eligible on a list of promotion, or off it, with the reason in writing.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "promotions/lines/{line:long}";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Commission).NeverStored();

        decisions.Pages.MapGet(Route, (long line, Bus bus) => bus.Ask(new Query(line)).As<Form>());

        decisions.Pages.MapPost(Route, (long line, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(line, input.On, input.Reason, input.Version)).ThenAsk(new Query(line)).GoingTo(m => Links.Promotion(m.Table, "moved"), saying: "ui.saved").As<Form>());

        decisions.Api.MapGet(Route, (long line, Bus bus) => bus.Ask(new Query(line)).AsJson());

        decisions.Api.MapPost(Route, (long line, Input input, Bus bus) => bus.Do(new Command(line, input.On, input.Reason, input.Version)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>"true" onto the list, "false" off it.</summary>
        public string? On { get; init; }

        public string? Reason { get; init; }

        public string? Version { get; init; }
    }
}
