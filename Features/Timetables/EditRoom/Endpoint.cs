using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Timetables.EditRoom;

/// <summary>The head adds a room or changes what is known of one; a room with lessons is not closed over their heads.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Edit);

        area.Pages.MapGet("rooms/new", (Bus bus) => bus.Ask(new Query(null)).As<Form>());
        area.Pages.MapPost("rooms/new", ([FromForm] Input input, Bus bus) => bus.Do(input.Command(null)).ThenAsk(new Query(null)).GoingTo(_ => Links.Rooms, saying: "ui.saved").As<Form>());

        area.Pages.MapGet("rooms/{id:int}", (int id, Bus bus) => bus.Ask(new Query(id)).As<Form>());
        area.Pages.MapPost("rooms/{id:int}", (int id, [FromForm] Input input, Bus bus) => bus.Do(input.Command(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.Rooms, saying: "ui.saved").As<Form>());

        area.Api.MapGet("rooms/{id:int}", (int id, Bus bus) => bus.Ask(new Query(id)).AsJson());
        area.Api.MapPost("rooms", (Input input, Bus bus) => bus.Do(input.Command(null)).AsJson());
        area.Api.MapPut("rooms/{id:int}", (int id, Input input, Bus bus) => bus.Do(input.Command(id)).AsJson());
    }

    public sealed record Input
    {
        public string? Code { get; init; }

        /// <summary>A name of the kinds of rooms.</summary>
        public string? Kind { get; init; }

        public string? Capacity { get; init; }

        /// <summary>InUse, Closed or Unfit.</summary>
        public string? State { get; init; }

        /// <summary>The version that was read.</summary>
        public string? Version { get; init; }

        internal Command Command(int? id) => new(id, Code, Kind, Capacity, State, Version);
    }
}
