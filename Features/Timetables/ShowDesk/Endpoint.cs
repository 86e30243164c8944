using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Timetables.ShowDesk;

/// <summary>The school's office sees the classes and teachers of the year, each with the hours that stand in the timetable and those due.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View);

        area.Pages.MapGet("", (Bus bus) => bus.Ask(new Query()).As<Card>());

        area.Api.MapGet("", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
