using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.ReportCards.ShowDesk;

/// <summary>Head and desk see for each class of the school how far council, minutes and cards of a semester are.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue);

        area.Pages.MapGet("desk", (int? year, int? semester, int? page, Bus bus) => bus.Ask(new Query(year, semester, page)).As<Table>());

        area.Api.MapGet("desk", (int? year, int? semester, int? page, Bus bus) => bus.Ask(new Query(year, semester, page)).AsJson());
    }
}
