using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.SignIn;

/// <summary>Anybody signs in with a Massar code, PPR, telephone or chosen name and a password.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var open = area.OpenToAll().NeverStored();

        open.Pages.MapGet("/sign-in", async (string? back, CurrentUser user, Bus bus) => user.IsSignedIn
            ? new GoAnswer(Addresses.Local(back), null, [])
            : await bus.Ask(new Query(Addresses.Local(back))).As<Form>());

        open.Pages.MapPost("/sign-in", (HttpContext http, [FromForm] Input input, CurrentUser user, Bus bus) => bus
            .Do(new Command(input.Login, input.Password, Visits.Of(http), user.Token))
            .ThenAsk(new Query(Addresses.Local(input.Back)))
            .GoingTo(entered =>
            {
                entered.Keep(http);
                var back = Addresses.Local(input.Back);
                return entered.NeedsSecondFactor ? Links.With(Links.SecondFactor, back) : back;
            })
            .As<Form>());

        open.Api.MapPost("/sign-in", (HttpContext http, ApiInput input, CurrentUser user, Bus bus) =>
            bus.Do(new Command(input.Login, input.Password, Visits.Of(http), user.Token)).AsJson());
    }

    public sealed record Input
    {
        public string? Login { get; init; }

        public string? Password { get; init; }

        public string? Back { get; init; }
    }

    public sealed record ApiInput(string? Login, string? Password);
}
