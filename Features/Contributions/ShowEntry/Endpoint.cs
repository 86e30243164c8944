using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Contributions.ShowEntry;

/// <summary>The desk reads an entry of the cash book, hands its paper out again, and takes a wrong one back by a negative line.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Receive).NeverStored();

        area.Pages.MapGet("entries/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Pages.MapPost("entries/{id:long}/cancel", (long id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, input.Reason))
            .ThenAsk(new Query(id))
            .GoingTo(made => Links.Entry(made.Id), saying: "contributions.cancel.done")
            .As<Card>());

        foreach (var door in (LateRoutes[])[area.Pages, area.Api])
            door.MapGet("entries/{id:long}/paper", (long id, HttpContext http, Bus bus) => bus.Ask(new PaperQuery(id)).Then(file => file.Answer(http)));

        area.Api.MapGet("entries/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost("entries/{id:long}/cancel", (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Reason)).AsJson());
    }

    /// <param name="Reason">Shown to everybody who checks the paper that was wrong.</param>
    public sealed record Input
    {
        public string? Reason { get; init; }
    }
}
