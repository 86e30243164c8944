using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Resources.RemoveVariant;

/// <summary>The author takes a form of a resource away while it is not published.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "variants/{variant:long}/remove";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Offer);

        area.Pages.MapPost(Route, (long variant, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(variant)).ThenGo(_ => long.TryParse(input.Resource, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? Links.One(id) : Links.Desk, saying: "resources.variant.removed"));

        area.Api.MapPost(Route, (long variant, Bus bus) => bus.Do(new Command(variant)).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Where to go on.</summary>
        public string? Resource { get; init; }
    }
}
