using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Registry.DecideChange;

/// <summary>The academy approves, returns or refuses a change of the register; what is approved holds from its day on.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/decision";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Decide).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(input.To(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.Change(id), saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(input.To(id)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>As it was read with the change.</summary>
        public string? Version { get; init; }

        /// <summary>approve, return or refuse.</summary>
        public string? Decision { get; init; }

        /// <summary>Read by the directorate; a return and a refusal need one.</summary>
        public string? Why { get; init; }

        internal Command To(long id) => new(id, Version, Decision, Why);
    }
}
