using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Registrations.ConfirmAssisted;

/// <summary>The guardian reads out the code his telephone received, and the request is sent: from then on it is the telephone's.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Assist).NeverStored();

        desk.Pages.MapGet("assist/{id:long}/code", (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        desk.Pages.MapPost("assist/{id:long}/confirm", (HttpContext http, long id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, input.Code, WebSetup.Network(http))).ThenAsk(new Query(id)).GoingTo(_ => Links.AssistReceipt(id)).As<Form>());

        desk.Api.MapGet("assist/{id:long}/code", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        desk.Api.MapPost("assist/{id:long}/confirm", (HttpContext http, long id, Input input, Bus bus) => bus.Do(new Command(id, input.Code, WebSetup.Network(http))).AsJson());
    }

    public sealed record Input(string? Code);
}
