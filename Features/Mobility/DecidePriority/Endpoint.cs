using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Mobility.DecidePriority;

/// <summary>The directorate says whether a claimed priority holds; until it did, the request is not validated.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/priorities/{claim:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.ValidateProvince);

        area.Pages.MapGet(Route, (long claim, Bus bus) => bus.Ask(new Query(claim)).As<Form>());
        area.Pages.MapPost(Route, (long claim, [FromForm] Ruling ruling, Bus bus) => bus
            .Do(new Command(claim, ruling.Version, ruling.Decision, ruling.Remark))
            .ThenAsk(new Query(claim))
            .GoingTo(decided => decided.Request is { } request ? Links.Request(request) : Links.Requests, saying: "mobility.contest.decided")
            .As<Form>());

        area.Api.MapGet(Route, (long claim, Bus bus) => bus.Ask(new Query(claim)).AsJson());
        area.Api.MapPost(Route, (long claim, Ruling ruling, Bus bus) => bus.Do(new Command(claim, ruling.Version, ruling.Decision, ruling.Remark)).AsJson());
    }
}
