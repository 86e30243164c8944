using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Registrations.AppealRegistration;

/// <summary>A family asks the head to look at a refusal again: a waiver of age, an exception to the zone, or another reason.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area) =>
        area.ForFamilies().MapPost("{id:long}/appeal", (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Text)).ThenGo(_ => Links.Follow(id), "registrations.appealed"));

    public sealed record Input(string? Text);
}
