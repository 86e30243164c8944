using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.WaitAgain;

/// <summary>A family that let an offered seat pass asks for a place on the waiting list again, behind those who asked before.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/wait";

    public static void Map(AreaRoutes area)
    {
        var family = area.ForFamilies();
        family.Pages.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).ThenGo(_ => Links.Follow(id), "registrations.waits-again"));
        family.Api.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).AsJson());
    }
}
