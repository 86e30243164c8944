using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Registrations.AppealRegistration;

/// <summary>A family asks the head to look at a refusal again: a waiver of age, an exception to the zone, or another reason.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/appeal";

    public static void Map(AreaRoutes area)
    {
        var family = area.ForFamilies();
        family.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());
        family.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Text)).ThenAsk(new Query(id)).GoingTo(_ => Links.Follow(id), "registrations.appealed").As<Form>());
        family.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Text)).AsJson());
    }

    public sealed record Input(string? Text);
}
