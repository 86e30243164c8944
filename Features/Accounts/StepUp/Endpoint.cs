using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.StepUp;

/// <summary>A signed-in person gives the authenticator's code again before something weighty: signing, publishing, giving rights.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var mine = area.RequiringSignIn().NeverStored();

        mine.Pages.MapGet("/step-up", (string? back, string? leave, Bus bus) => bus.Ask(new Query(Addresses.Local(back), Addresses.Local(leave ?? back))).Then(form => form.HasAuthenticator
            ? new PartialAnswer(typeof(Form), new() { [nameof(Form.Model)] = form })
            : new GoAnswer(Links.With(Links.NewSecondFactor, form.Back), "accounts.second-factor.first", [])));

        mine.Pages.MapPost("/step-up", (HttpContext http, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(input.Code, Visits.Of(http)))
            .ThenAsk(new Query(Addresses.Local(input.Back), Addresses.Local(input.Leave ?? input.Back)))
            .GoingTo(_ => Addresses.Local(input.Back), saying: "accounts.step-up.done")
            .As<Form>());

        mine.Api.MapPost("/step-up", (HttpContext http, ApiInput input, Bus bus) => bus.Do(new Command(input.Code, Visits.Of(http))).AsJson());
    }

    public sealed record Input
    {
        public string? Code { get; init; }

        public string? Back { get; init; }

        public string? Leave { get; init; }
    }

    public sealed record ApiInput(string? Code);
}
