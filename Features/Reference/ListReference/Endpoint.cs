using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Reference.ListReference;

/// <summary>The ministry sees which lists of reference data there are and how much of each is still to be confirmed.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var ministry = area.Requiring(Permissions.Edit);

        ministry.Pages.MapGet("", (Bus bus) => bus.Ask(new Query()).As<Table>());
        ministry.Api.MapGet("", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
