using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Pupils.UndoMerge;

/// <summary>Who decided on merging two files takes it back, with a reason: two files again, exactly as before.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/merges/{id:long}/undo";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Merge, Permissions.DecideMerge).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Version, input.Reason)).ThenAsk(new Query(id)).GoingTo(_ => Links.Merge(id), saying: "pupils.merge.undone").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Version, input.Reason)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>As it was read.</summary>
        public string? Version { get; init; }

        public string? Reason { get; init; }
    }
}
