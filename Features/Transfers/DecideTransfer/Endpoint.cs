using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Transfers.DecideTransfer;

/// <summary>The directorate of the sending school decides where that school objected or stayed silent.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/decision";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Decide).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Decision, input.Why)).ThenAsk(new Query(id)).GoingTo(_ => Links.Case(id), saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Decision, input.Why)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>allow or refuse.</summary>
        public string? Decision { get; init; }

        /// <summary>The reason, read by both schools and the family.</summary>
        public string? Why { get; init; }
    }
}
