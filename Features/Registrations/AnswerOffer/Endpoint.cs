using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Registrations.AnswerOffer;

/// <summary>A family on the waiting list takes the seat that became free, or leaves it to the next.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/offer";

    public static void Map(AreaRoutes area)
    {
        var family = area.ForFamilies();

        family.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        family.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, input.Answer)).ThenAsk(new Query(id))
            .GoingTo(answered => Links.Follow(id), input.Answer == Command.Accept ? "registrations.offer.accepted" : "registrations.offer.declined").As<Form>());

        family.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        family.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Answer)).AsJson());
    }

    /// <param name="Answer">"accept" or "decline".</param>
    public sealed record Input(string? Answer);
}
