using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Guidance.ListCampaigns;

/// <summary>The directorate sees its campaigns of guidance, the newest first.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission).NeverStored();

        area.Pages.MapGet("campaigns", (int? page, Bus bus) => bus.Ask(new Query(page)).As<List>());

        area.Api.MapGet("campaigns", (int? page, Bus bus) => bus.Ask(new Query(page)).AsJson());
    }
}
