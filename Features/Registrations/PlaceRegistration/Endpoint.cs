using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Registrations.PlaceRegistration;

/// <summary>The directorate gives a school to a child whose residence belongs to no known zone.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Place).NeverStored();

        desk.Pages.MapGet("desk/{id:long}/place", (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        desk.Pages.MapPost("desk/{id:long}/place", (long id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, input.School)).ThenAsk(new Query(id)).GoingTo(_ => Links.Case(id), "registrations.placed").As<Form>());

        desk.Api.MapPost("{id:long}/place", (long id, Input input, Bus bus) => bus.Do(new Command(id, input.School)).AsJson());
    }

    public sealed record Input(int? School);
}
