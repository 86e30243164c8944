using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Registrations.RefuseRegistration;

/// <summary>A head refuses a request and says why; the family is told what it can do next.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Decide).NeverStored();

        desk.Pages.MapGet("desk/{id:long}/refuse", (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        desk.Pages.MapPost("desk/{id:long}/refuse", (long id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, input.Reason, input.Text)).ThenAsk(new Query(id)).GoingTo(_ => Links.Case(id), "registrations.refused").As<Form>());

        desk.Api.MapPost("{id:long}/refuse", (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Reason, input.Text)).AsJson());
    }

    // Properties rather than a constructor: of radio buttons nothing is posted until one is chosen.
    public sealed record Input
    {
        /// <summary>"age", "zone" or "other".</summary>
        public string? Reason { get; init; }

        public string? Text { get; init; }
    }
}
