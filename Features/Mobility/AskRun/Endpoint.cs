using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Mobility.AskRun;

/// <summary>The office has the result computed, in the background; again only with a reason that is kept.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/runs/{campaign:int}/new";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Run);

        area.Pages.MapGet(Route, (int campaign, Bus bus) => bus.Ask(new Query(campaign)).As<Form>());
        area.Pages.MapPost(Route, (int campaign, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(campaign, input.Reason)).ThenAsk(new Query(campaign)).GoingTo(started => Jobs.Links.Job(started.Job)).As<Form>());
        area.Api.MapPost("/runs/{campaign:int}", (int campaign, Input input, Bus bus) => bus.Do(new Command(campaign, input.Reason)).AsJson());
    }

    public sealed record Input
    {
        public string? Reason { get; init; }
    }
}
