using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Mobility.SubmitRequest;

/// <summary>The participant reads the whole request once more and sends it; sending again before the deadline replaces what was sent.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/campaigns/{campaign:int}/submission";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Participate);

        area.Pages.MapGet(Route, (int campaign, Bus bus) => bus.Ask(new Query(campaign)).As<Form>());
        area.Pages.MapPost(Route, (int campaign, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(campaign, input.Version))
            .ThenAsk(new Query(campaign))
            .GoingTo(sent => Links.Receipt(sent.Request), saying: "mobility.sent")
            .As<Form>());

        area.Api.MapPost(Route, (int campaign, Input input, Bus bus) => bus.Do(new Command(campaign, input.Version)).AsJson());
    }

    /// <param name="Version">The version of the request the person read.</param>
    public sealed record Input(int Version);
}
