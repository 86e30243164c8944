using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Deadlines.ShowBoard;

/// <summary>A head sees what blocks the school's deadlines, the nearest first: each missing thing by name, with the place where it is mended.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Board);

        area.Pages.MapGet("", (Bus bus) => bus.Ask(new Query()).As<Board>());

        area.Api.MapGet("", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
