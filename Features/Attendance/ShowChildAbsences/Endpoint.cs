using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance.ShowChildAbsences;

/// <summary>A guardian reads the absences and late arrivals of a child.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "children/{pupil:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Children).NeverStored();

        area.Pages.MapGet(Route, (long pupil, int? page, Bus bus) => bus.Ask(new Query(pupil, page)).As<Table>());

        area.Api.MapGet(Route, (long pupil, int? page, Bus bus) => bus.Ask(new Query(pupil, page)).AsJson());
    }
}
