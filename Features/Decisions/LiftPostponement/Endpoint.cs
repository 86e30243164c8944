using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.LiftPostponement;

/// <summary>A human resources manager reads why somebody is left out of the year's advancements, and puts the line back once the reason is gone.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "postponements/{postponement:long}";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, (long postponement, Bus bus) => bus.Ask(new Query(postponement)).As<Form>());

        decisions.Pages.MapPost(Route, (long postponement, [FromForm] Input input, Bus bus) => bus.Do(new Command(postponement, input.Version))
            .ThenAsk(new Query(postponement)).GoingTo(_ => Links.Prepare(), "decisions.postpone.lifted").As<Form>());

        decisions.Api.MapGet(Route, (long postponement, Bus bus) => bus.Ask(new Query(postponement)).AsJson());

        decisions.Api.MapPost(Route, (long postponement, Input input, Bus bus) => bus.Do(new Command(postponement, input.Version)).AsJson());
    }

    public sealed record Input(string? Version);
}
