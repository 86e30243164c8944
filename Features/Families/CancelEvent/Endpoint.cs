using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Families.CancelEvent;

/// <summary>The employee takes a declaration back that is not on the file yet.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/cancel";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own);

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(new Command(id, input.Version)).ThenGo(_ => Links.Mine, saying: "family.cancelled"));

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Version)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Of the declaration as it was read.</summary>
        public string? Version { get; init; }
    }
}
