using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffMerges.ListDoubles;

/// <summary>A human resources manager looks through the files below the office that may be of one employee.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Propose).NeverStored();

        area.Pages.MapGet("doubles", (int? page, Bus bus) => bus.Ask(new Query(page)).As<List>());

        area.Api.MapGet("doubles", (int? page, Bus bus) => bus.Ask(new Query(page)).AsJson());
    }
}
