using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Attendance.DecideJustification;

/// <summary>A supervisor or head accepts the reason a family gave, or rejects it and says why.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("justifications", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).As<List>());

        area.Pages.MapPost("justifications/{id:long}", (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Decision, input.Answer)).ThenAsk(new Query(1)).GoingTo(_ => Links.Justifications, saying: "attendance.justification.ruled").As<List>());

        area.Api.MapGet("justifications", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).AsJson());

        area.Api.MapPost("justifications/{id:long}", (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Decision, input.Answer)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>accept or reject.</summary>
        public string? Decision { get; init; }

        /// <summary>Why it is rejected; needed then.</summary>
        public string? Answer { get; init; }
    }
}
