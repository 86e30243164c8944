using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.GiveSecondFactor;

/// <summary>Somebody whose password was right gives the code of the authenticator, or one of the recovery codes.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var half = area.RequiringPassword().NeverStored();

        half.Pages.MapGet("/second-factor", async (string? back, CurrentUser user, Bus bus) => user.IsSignedIn
            ? new GoAnswer(Addresses.Local(back), null, [])
            : await bus.Ask(new Query(Addresses.Local(back))).Then(form => form.HasAuthenticator
                ? new PartialAnswer(typeof(Form), new() { [nameof(Form.Model)] = form })
                : new GoAnswer(Links.With(Links.NewSecondFactor, form.Back), null, [])));

        half.Pages.MapPost("/second-factor", (HttpContext http, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(input.Code, Visits.Of(http)))
            .ThenAsk(new Query(Addresses.Local(input.Back)))
            .GoingTo(entered =>
            {
                entered.Keep(http);
                return Addresses.Local(input.Back);
            })
            .As<Form>());

        half.Api.MapPost("/second-factor", (HttpContext http, ApiInput input, Bus bus) =>
            bus.Do(new Command(input.Code, Visits.Of(http))).AsJson());
    }

    public sealed record Input
    {
        public string? Code { get; init; }

        public string? Back { get; init; }
    }

    public sealed record ApiInput(string? Code);
}
