using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Registrations.StartRegistration;

/// <summary>Anybody gives a telephone number and gets a code by SMS, with which a request is begun or taken up again.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var open = area.OpenToAll().NeverStored();

        open.Pages.MapGet("", async (Family family, Bus bus, CancellationToken ct) => await family.Phone(ct) is not null
            ? new GoAnswer(Links.Mine, null, [])
            : await bus.Ask(new Query()).As<Form>());

        open.Pages.MapPost("", (HttpContext http, [FromForm] Input input, Reader reader, Bus bus) => bus
            .Do(new Command(input.Phone, WebSetup.Network(http), reader.Language)).ThenAsk(new Query())
            .GoingTo(asked => Links.Code(asked.Access)).As<Form>());

        open.Api.MapPost("access", (HttpContext http, Input input, Reader reader, Bus bus) => bus
            .Do(new Command(input.Phone, WebSetup.Network(http), reader.Language)).AsJson());
    }

    public sealed record Input(string? Phone);
}
