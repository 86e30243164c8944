using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ListMovesByCommune;

/// <summary>An office sees, commune by commune, how many left and how many came, from the hour on.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.ValidateProvince, Permissions.ValidateAcademy, Permissions.Run);

        area.Pages.MapGet("/moves/communes", (int? campaign, int? page, Bus bus) => bus.Ask(new Query(campaign, page ?? 1)).As<Table>());
        area.Api.MapGet("/moves/communes", (int? campaign, int? page, Bus bus) => bus.Ask(new Query(campaign, page ?? 1)).AsJson());
    }
}
