using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Pupils.DecideMerge;

/// <summary>The office above both schools decides whether two files are of one child; a second person beside the head who proposed it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/merges/{id:long}/decision";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.DecideMerge).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Seen, input.Decision, input.Why)).ThenAsk(new Query(id)).GoingTo(_ => Links.Merge(id), saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Seen, input.Decision, input.Why)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>As it was read with the case.</summary>
        public string? Seen { get; init; }

        /// <summary>merge or refuse.</summary>
        public string? Decision { get; init; }

        /// <summary>The reason, read by both schools; a refusal needs one.</summary>
        public string? Why { get; init; }
    }
}
