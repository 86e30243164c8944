using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Mobility.WithdrawRequest;

/// <summary>A participant takes his request back before the deadline; he may take it up again until then.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/requests/{request:long}/withdrawal";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Participate);

        area.Pages.MapPost(Route, (long request, [FromForm] Input input, Bus bus) => bus
            .Do(new Command(request, input.Version))
            .ThenGo(_ => Links.Request(request), "mobility.withdrawn"));
        area.Api.MapPost(Route, (long request, Input input, Bus bus) => bus.Do(new Command(request, input.Version)).AsJson());
    }

    public sealed record Input(int Version);
}
