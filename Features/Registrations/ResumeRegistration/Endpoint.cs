using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Registrations.ResumeRegistration;

/// <summary>The holder of a telephone gives the code it received and reaches its requests, on whatever device.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "code/{access:guid}";

    public static void Map(AreaRoutes area)
    {
        var open = area.OpenToAll().NeverStored();

        open.Pages.MapGet(Route, (Guid access, Bus bus) => bus.Ask(new Query(access)).As<Form>());

        open.Pages.MapPost(Route, (HttpContext http, Guid access, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(access, input.Code, WebSetup.Network(http))).ThenAsk(new Query(access))
            .GoingTo(opened =>
            {
                Family.Keep(http, opened.Token);
                return Links.Mine;
            }).As<Form>());

        open.Api.MapGet("access/{access:guid}", (Guid access, Bus bus) => bus.Ask(new Query(access)).AsJson());

        // The token is sent back as "Authorization: Bearer …" to everything below /api/registrations/mine.
        open.Api.MapPost("access/{access:guid}", (HttpContext http, Guid access, Input input, Bus bus) => bus.Do(new Command(access, input.Code, WebSetup.Network(http))).AsJson());
    }

    public sealed record Input(string? Code);
}
