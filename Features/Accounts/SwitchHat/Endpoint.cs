using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.SwitchHat;

/// <summary>A person with several functions chooses the one to work in.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var mine = area.RequiringSignIn();

        mine.Pages.MapGet("/hats", (Bus bus) => bus.Ask(new Query()).As<Form>());
        mine.Pages.MapPost("/hats", ([FromForm] Input input, Bus bus) => bus
            .Do(new Command(input.Hat))
            .ThenAsk(new Query())
            .GoingTo(_ => Addresses.Home, saying: "accounts.hats.switched")
            .As<Form>());

        mine.Api.MapGet("/hats", (Bus bus) => bus.Ask(new Query()).AsJson());
        mine.Api.MapPut("/hats/current", (Input input, Bus bus) => bus.Do(new Command(input.Hat)).AsJson());
    }

    public sealed record Input(long Hat);
}
