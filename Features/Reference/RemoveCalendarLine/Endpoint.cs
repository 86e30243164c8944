using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Reference.RemoveCalendarLine;

/// <summary>The ministry takes a line that is not over off a school year's calendar; those that open screens are changed, not taken off.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "calendar/rows/{id:int}/remove";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Edit);

        area.Pages.MapGet(Route, (int id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (int id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Version)).ThenAsk(new Query(id)).GoingTo(gone => Links.List("calendar", gone.Year), saying: "reference.calendar.removed").As<Form>());

        area.Api.MapGet(Route, (int id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (int id, Input input, Bus bus) => bus.Do(new Command(id, input.Version)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Of the line as it was read.</summary>
        public string? Version { get; init; }
    }
}
