using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ListOpenings;

/// <summary>The ministry sees all campaigns, being prepared, open and closed, with how many requests each has.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.OpenCampaign);

        area.Pages.MapGet("/openings", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).As<Table>());
        area.Api.MapGet("/openings", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).AsJson());
    }
}
