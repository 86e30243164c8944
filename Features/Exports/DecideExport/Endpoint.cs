using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Exports.DecideExport;

/// <summary>A second person of the same place reads why a large file is wanted, and allows it or refuses it with a reason.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}";

    public static void Map(AreaRoutes area)
    {
        var all = area.Requiring(Permissions.Ask, Permissions.Approve).NeverStored();

        all.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        all.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        var deciding = area.Requiring(Permissions.Approve).NeverStored();

        deciding.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Decision, input.Answer)).ThenAsk(new Query(id)).GoingTo(_ => Links.All, "exports.ruled").As<Form>());

        deciding.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Decision, input.Answer)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>approve or refuse.</summary>
        public string? Decision { get; init; }

        /// <summary>Why it is refused; needed then.</summary>
        public string? Answer { get; init; }
    }
}
