using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.UseRecoveryCode;

/// <summary>Somebody activates an account, or gets back into it, with the code the school printed, and chooses the password.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var open = area.OpenToAll().NeverStored();

        open.Pages.MapGet("/recover", (Bus bus) => bus.Ask(new Query()).As<Form>());
        open.Pages.MapPost("/recover", (HttpContext http, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(input.Login, input.Code, input.Password, input.Repeated, Visits.Of(http)))
            .ThenAsk(new Query())
            .GoingTo(_ => Links.SignIn, saying: "accounts.recover.done")
            .As<Form>());

        open.Api.MapPost("/recover", (HttpContext http, ApiInput input, Bus bus) =>
            bus.Do(new Command(input.Login, input.Code, input.Password, input.Password, Visits.Of(http))).AsJson());
    }

    public sealed record Input
    {
        public string? Login { get; init; }

        public string? Code { get; init; }

        public string? Password { get; init; }

        public string? Repeated { get; init; }
    }

    public sealed record ApiInput(string? Login, string? Code, string? Password);
}
