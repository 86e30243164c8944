using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance.ShowMyAbsences;

/// <summary>A pupil reads their absences and late arrivals of the year.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("mine", (int? page, Bus bus) => bus.Ask(new Query(page)).As<Table>());

        area.Api.MapGet("mine", (int? page, Bus bus) => bus.Ask(new Query(page)).AsJson());
    }
}
