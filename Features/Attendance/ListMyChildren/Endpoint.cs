using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance.ListMyChildren;

/// <summary>A guardian sees their children, each with the absences that have no reason.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Children).NeverStored();

        area.Pages.MapGet("children", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Api.MapGet("children", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
