using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ListCampaigns;

/// <summary>An employee sees the movements made for him: those open now, and when the others open or closed.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Participate);

        area.Pages.MapGet("/campaigns", (Bus bus) => bus.Ask(new Query()).As<List>());
        area.Api.MapGet("/campaigns", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
