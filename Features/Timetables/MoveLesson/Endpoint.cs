using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Timetables.MoveLesson;

/// <summary>The head moves a lesson to another hour, room or time of the year, or takes it away.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "lessons/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Edit);

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(input.Command(id)).ThenAsk(new Query(id)).GoingTo(m => Links.Class(m.ClassId), saying: "timetables.moved").As<Form>());

        area.Pages.MapPost($"{Route}/remove", (long id, [FromForm] RemoveInput input, Bus bus) => bus.Do(new RemoveCommand(id, input.Version)).ThenGo(m => Links.Class(m.ClassId), saying: "timetables.removed"));

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
        area.Api.MapPut(Route, (long id, Input input, Bus bus) => bus.Do(input.Command(id)).AsJson());
        area.Api.MapPost($"{Route}/remove", (long id, RemoveInput input, Bus bus) => bus.Do(new RemoveCommand(id, input.Version)).AsJson());
    }

    /// <inheritdoc cref="SpotInput"/>
    public sealed record Input : SpotInput
    {
        /// <summary>The version that was read.</summary>
        public string? Version { get; init; }

        internal Command Command(long id) => new(id, Version, ToSpot());
    }

    public sealed record RemoveInput
    {
        public string? Version { get; init; }
    }
}
