using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Registrations.DropAssisted;

/// <summary>The desk throws a draft away that the guardian did not confirm, with all he said and brought.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "assist/{id:long}/drop";

    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Assist).NeverStored();

        desk.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        desk.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(id, TypedVersion.Read(input.Version))).ThenAsk(new Query(id)).GoingTo(_ => Links.Assist, "registrations.assist.dropped").As<Form>());

        desk.Api.MapDelete("assist/{id:long}/{version:int}", (long id, int version, Bus bus) => bus.Do(new Command(id, version)).AsJson());
    }

    public sealed record Input(string? Version);
}
