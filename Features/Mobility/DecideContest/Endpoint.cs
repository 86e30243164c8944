using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Mobility.DecideContest;

/// <summary>The directorate accepts or refuses a contested datum; the points of a sent request follow.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/contests/{contest:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.ValidateProvince);

        area.Pages.MapGet(Route, (long contest, Bus bus) => bus.Ask(new Query(contest)).As<Form>());
        area.Pages.MapPost(Route, (long contest, [FromForm] Ruling ruling, Bus bus) => bus
            .Do(new Command(contest, ruling.Version, ruling.Decision, ruling.Remark))
            .ThenAsk(new Query(contest))
            .GoingTo(_ => Links.Contests, saying: "mobility.contest.decided")
            .As<Form>());

        area.Api.MapGet(Route, (long contest, Bus bus) => bus.Ask(new Query(contest)).AsJson());
        area.Api.MapPost(Route, (long contest, Ruling ruling, Bus bus) => bus.Do(new Command(contest, ruling.Version, ruling.Decision, ruling.Remark)).AsJson());
    }
}
