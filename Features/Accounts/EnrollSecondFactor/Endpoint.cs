using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Accounts.EnrollSecondFactor;

/// <summary>A person sets up an authenticator: staff before the first page opens, families when they wish, all again after losing one.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var half = area.RequiringPassword().NeverStored();

        half.Pages.MapGet("/second-factor/new", (string? back, Bus bus) => bus.Ask(new Query(Addresses.Local(back), null)).As<Form>());

        half.Pages.MapPost("/second-factor/new", (HttpContext http, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(input.Offer, input.Code, input.Password, Visits.Of(http)))
            .ThenAsk(new Query(Addresses.Local(input.Back), input.Offer))
            .GoingTo(entered =>
            {
                entered.Keep(http);
                return Addresses.Local(input.Back);
            }, saying: "accounts.second-factor.done")
            .As<Form>());
    }

    // Properties, not parameters, as everywhere: a form that lacks a parameter's field would be refused as unreadable.
    public sealed record Input
    {
        public string? Offer { get; init; }

        public string? Code { get; init; }

        public string? Password { get; init; }

        public string? Back { get; init; }
    }
}
