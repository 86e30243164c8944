using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.ChangePassword;

/// <summary>A person replaces the password; every other session ends.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var mine = area.RequiringSignIn().NeverStored();

        mine.Pages.MapGet("/me/password", (Bus bus) => bus.Ask(new Query()).As<Form>());
        mine.Pages.MapPost("/me/password", (HttpContext http, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(input.Current, input.Password, input.Repeated, Visits.Of(http)))
            .ThenAsk(new Query())
            .GoingTo(_ => Links.Me, saying: "accounts.password.changed")
            .As<Form>());

        mine.Api.MapPut("/me/password", (HttpContext http, ApiInput input, Bus bus) =>
            bus.Do(new Command(input.Current, input.Password, input.Password, Visits.Of(http))).AsJson());
    }

    public sealed record Input
    {
        public string? Current { get; init; }

        public string? Password { get; init; }

        public string? Repeated { get; init; }
    }

    public sealed record ApiInput(string? Current, string? Password);
}
