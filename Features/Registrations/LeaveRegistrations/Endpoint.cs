using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.LeaveRegistrations;

/// <summary>A family leaves a shared device; what was typed stays saved and opens again with a new code.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var family = area.ForFamilies();
        family.Pages.MapPost("leave", (HttpContext http, Bus bus) =>
        {
            var token = Family.TokenOf(http);
            Family.Forget(http);
            return bus.Do(new Command(token ?? "")).ThenGo(_ => Links.Start, "registrations.left");
        });
        family.Api.MapPost("leave", (HttpContext http, Bus bus) => bus.Do(new Command(Family.TokenOf(http) ?? "")).AsJson());
    }
}
