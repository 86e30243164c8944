using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Classes.ListClasses;

/// <summary>The school's staff see its classes of a year: how many sit in each, and how many of its hours are taught.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View);

        area.Pages.MapGet("", (int? year, int? page, Bus bus) => bus.Ask(new Query(year, page)).As<Table>());

        area.Api.MapGet("", (int? year, int? page, Bus bus) => bus.Ask(new Query(year, page)).AsJson());
    }
}
