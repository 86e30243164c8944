using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Attendance.CloseFollowUp;

/// <summary>A supervisor or head sees the open follow-ups and closes one with what was done.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("follow-ups", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).As<List>());

        area.Pages.MapPost("follow-ups/{id:long}", (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Outcome)).ThenAsk(new Query(1)).GoingTo(_ => Links.FollowUps, saying: "attendance.follow-up.closed").As<List>());

        area.Api.MapGet("follow-ups", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).AsJson());

        area.Api.MapPost("follow-ups/{id:long}", (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Outcome)).AsJson());
    }

    /// <param name="Outcome">What was done and agreed.</param>
    public sealed record Input
    {
        public string? Outcome { get; init; }
    }
}
