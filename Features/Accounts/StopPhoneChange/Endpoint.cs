using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.StopPhoneChange;

/// <summary>Whoever holds the old telephone stops a change of number with the code that came to it, without signing in.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var open = area.OpenToAll().NeverStored();

        open.Pages.MapGet("/phone/stop", (Bus bus) => bus.Ask(new Query()).As<Form>());
        open.Pages.MapPost("/phone/stop", (HttpContext http, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(input.Code, Visits.Of(http))).ThenAsk(new Query()).GoingTo(_ => Links.Recover, saying: "accounts.phone.stopped").As<Form>());

        open.Api.MapPost("/phone/stop", (HttpContext http, ApiInput input, Bus bus) => bus.Do(new Command(input.Code, Visits.Of(http))).AsJson());
    }

    public sealed record Input
    {
        public string? Code { get; init; }
    }

    public sealed record ApiInput(string? Code);
}
