using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Timetables.ListCalendars;

/// <summary>A teacher, a pupil or a guardian makes, renews and takes back the private addresses of their weeks for a phone's calendar.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Teach, Permissions.Own, Permissions.Children).NeverStored();

        area.Pages.MapGet("calendars", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Pages.MapPost("calendars", ([FromForm] Input input, Bus bus) => bus.Do(new Command(input.Pupil)).ThenGo(_ => Links.Calendars, saying: "timetables.calendar.made"));
        area.Pages.MapPost("calendars/{id:long}/renew", (long id, Bus bus) => bus.Do(new RenewCommand(id)).ThenGo(_ => Links.Calendars, saying: "timetables.calendar.renewed"));
        area.Pages.MapPost("calendars/{id:long}/revoke", (long id, Bus bus) => bus.Do(new RevokeCommand(id)).ThenGo(_ => Links.Calendars, saying: "timetables.calendar.revoked"));

        area.Api.MapGet("calendars", (Bus bus) => bus.Ask(new Query()).AsJson());
        area.Api.MapPost("calendars", (Input input, Bus bus) => bus.Do(new Command(input.Pupil)).AsJson());
        area.Api.MapPost("calendars/{id:long}/renew", (long id, Bus bus) => bus.Do(new RenewCommand(id)).AsJson());
        area.Api.MapDelete("calendars/{id:long}", (long id, Bus bus) => bus.Do(new RevokeCommand(id)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>A child of the guardian; empty for one's own week.</summary>
        public string? Pupil { get; init; }
    }
}
