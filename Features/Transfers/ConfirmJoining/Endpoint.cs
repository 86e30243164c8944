using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Transfers.ConfirmJoining;

/// <summary>The head of the receiving school confirms the day on which the pupil joined; the enrollment moves on that day and the departure certificate is issued.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/joining";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Act).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(id, input.JoinedOn, input.Class, input.OverNorm)).ThenAsk(new Query(id)).GoingTo(_ => Links.Case(id), saying: "transfers.joined").As<Form>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.JoinedOn, input.Class, input.OverNorm)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>As 2026-01-31.</summary>
        public string? JoinedOn { get; init; }

        /// <summary>Number of the class; empty to place the pupil later.</summary>
        public string? Class { get; init; }

        /// <summary>Why beyond the norm of the class; needed only there.</summary>
        public string? OverNorm { get; init; }
    }
}
