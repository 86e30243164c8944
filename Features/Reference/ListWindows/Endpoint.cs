using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Reference.ListWindows;

/// <summary>A directorate sees the windows of a school year: the ministry's days, how far each may be moved, and the days that count at its schools.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Windows);

        area.Pages.MapGet("windows", (int? year, Bus bus) => bus.Ask(new Query(year)).As<Table>());

        area.Api.MapGet("windows", (int? year, Bus bus) => bus.Ask(new Query(year)).AsJson());
    }
}
