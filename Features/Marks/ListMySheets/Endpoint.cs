using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ListMySheets;

/// <summary>A teacher sees the sheets of their classes: what is entered, what is missing, what was sent back.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter);

        area.Pages.MapGet("sheets", (int? semester, Bus bus) => bus.Ask(new Query(semester)).As<Table>());

        area.Api.MapGet("sheets", (int? semester, Bus bus) => bus.Ask(new Query(semester)).AsJson());
    }
}
