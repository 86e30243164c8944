using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Transfers.SettleAway;

/// <summary>The sending school says where a pupil is who did not join in time: back at the school, or at none.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/away";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Act).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.Where, input.Note)).ThenAsk(new Query(id)).GoingTo(_ => Links.Case(id), saying: "ui.saved").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Where, input.Note)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>here or nowhere.</summary>
        public string? Where { get; init; }

        /// <summary>What the family said.</summary>
        public string? Note { get; init; }
    }
}
