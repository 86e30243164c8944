using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Documents.RevokeDocument;

/// <summary>The head of the issuing school or office declares, with a reason, that a paper must not be believed any more.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Revoke, Permissions.RevokeStaff).NeverStored();

        area.Pages.MapGet("/{id:long}/revoke", (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost("/{id:long}/revoke", (long id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, input.Reason))
            .ThenAsk(new Query(id))
            .GoingTo(_ => Links.Revoke(id), saying: "documents.revoke.done")
            .As<Form>());

        area.Api.MapPost("/{id:long}/revoke", (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Reason)).AsJson());
    }

    /// <param name="Reason">Shown to everybody who checks the paper.</param>
    public sealed record Input
    {
        public string? Reason { get; init; }
    }
}
