using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.StaffFiles.OpenByHand;

/// <summary>An office starts the transfer of a file that no decision here brought about: it asks the former office for it, or sends that of somebody who has gone.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/new";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Handle).NeverStored();

        area.Pages.MapGet(Route, (string? ppr, Bus bus) => bus.Ask(new Query(ppr)).As<Form>());
        area.Pages.MapPost(Route, ([FromForm] Input input, Bus bus) => bus.Do(input.ToCommand()).ThenAsk(new Query(null)).GoingTo(Links.Transfer, saying: "staff-files.said.opened").As<Form>());
        area.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(input.ToCommand()).AsJson());
    }

    public sealed record Input
    {
        public string? Ppr { get; init; }

        public string? Reason { get; init; }

        internal Command ToCommand() => new(Ppr, Reason);
    }
}
