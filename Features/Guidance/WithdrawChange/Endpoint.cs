using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Guidance.WithdrawChange;

/// <summary>The family takes a request of re-orientation back while the commission has neither accepted nor refused it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "changes/{request:long}/withdraw";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Wish);

        area.Pages.MapPost(Route, (long request, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(request, TypedVersion.Read(input.Version))).ThenGo(Links.ChildChange, saying: "guidance.change.withdrawn"));

        area.Api.MapPost(Route, (long request, Input input, Bus bus) => bus.Do(new Command(request, TypedVersion.Read(input.Version))).AsJson());
    }

    public sealed record Input
    {
        /// <summary>Of the request that was seen.</summary>
        public string? Version { get; init; }
    }
}
