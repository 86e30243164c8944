using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ReviewSheets;

/// <summary>A head follows who has entered and handed over what, with the teacher's telephone.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Validate);

        area.Pages.MapGet("review", (int? semester, bool? late, bool? waiting, int? page, Bus bus) => bus.Ask(new Query(semester ?? 1, late ?? false, waiting ?? false, page ?? 1)).As<Board>());

        area.Api.MapGet("review", (int? semester, bool? late, bool? waiting, int? page, Bus bus) => bus.Ask(new Query(semester ?? 1, late ?? false, waiting ?? false, page ?? 1)).AsJson());
    }
}
