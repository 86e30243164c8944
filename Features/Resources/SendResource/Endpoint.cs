using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Resources.SendResource;

/// <summary>The author hands a resource over to be judged.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "desk/{id:long}/send";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Offer);

        area.Pages.MapPost(Route, (long id, [FromForm] Input input, Bus bus) => bus.Do(new Command(id, TypedVersion.Read(input.Version))).ThenGo(_ => Links.One(id), saying: "resources.sent"));

        area.Api.MapPost(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, TypedVersion.Read(input.Version))).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Of the resource as it was read.</summary>
        public string? Version { get; init; }
    }
}
