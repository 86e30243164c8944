using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.PreparePromotions;

/// <summary>A human resources manager prepares the yearly list of promotion in grade by choice; the commission finds here those it has to decide.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "promotions";

    public static void Map(AreaRoutes decisions)
    {
        var reading = decisions.Requiring(Permissions.Prepare, Permissions.Commission);
        reading.Pages.MapGet(Route, (Bus bus) => bus.Ask(new Query()).As<Form>());
        reading.Api.MapGet(Route, (Bus bus) => bus.Ask(new Query()).AsJson());

        var preparing = decisions.Requiring(Permissions.Prepare);
        preparing.Pages.MapPost(Route, ([FromForm] Input input, Bus bus) =>
            bus.Do(new Command(input.Year)).ThenAsk(new Query()).GoingTo(p => Links.Promotion(p.Table), "decisions.promotion.prepared").As<Form>());
        preparing.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(new Command(input.Year)).AsJson());
    }

    public sealed record Input
    {
        public string? Year { get; init; }
    }
}
