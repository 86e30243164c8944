using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Marks.DecideCorrection;

/// <summary>A head counter-signs or refuses corrections of published marks.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Validate).NeverStored();

        area.Pages.MapGet("corrections", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).As<List>());

        area.Pages.MapPost("corrections/{id:long}", (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Decision, input.Answer)).ThenAsk(new Query(1)).GoingTo(_ => Links.Corrections, saying: "marks.correction.decided-now").As<List>());

        area.Api.MapGet("corrections", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).AsJson());

        area.Api.MapPost("corrections/{id:long}", (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Decision, input.Answer)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>approve or refuse.</summary>
        public string? Decision { get; init; }

        /// <summary>Why it is refused; needed then.</summary>
        public string? Answer { get; init; }
    }
}
