using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Claims.AnswerClaim;

/// <summary>Who stands for a child says whether somebody else may be added: a refusal ends it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/answer";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Answer, input.Why)).ThenAsk(new Query(id)).GoingTo(_ => Links.Mine, saying: "claims.answered").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Answer, input.Why)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>"yes" or "no".</summary>
        public string? Answer { get; init; }

        /// <summary>For the head; may be left out.</summary>
        public string? Why { get; init; }
    }
}
