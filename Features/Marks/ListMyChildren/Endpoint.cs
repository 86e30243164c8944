using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ListMyChildren;

/// <summary>A guardian sees their children, across schools, each with the newest publication.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Children).NeverStored();

        area.Pages.MapGet("children", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Api.MapGet("children", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
