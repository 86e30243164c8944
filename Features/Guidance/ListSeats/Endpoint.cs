using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Guidance.ListSeats;

/// <summary>The directorate sees which of its schools take pupils in, with how many seats.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission).NeverStored();

        area.Pages.MapGet("campaigns/{campaign:int}/seats", (int campaign, int? page, Bus bus) => bus.Ask(new Query(campaign, page)).As<Table>());

        area.Api.MapGet("campaigns/{campaign:int}/seats", (int campaign, int? page, Bus bus) => bus.Ask(new Query(campaign, page)).AsJson());
    }
}
