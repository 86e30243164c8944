using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ListContests;

/// <summary>The directorate sees the data its people contest, oldest first.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.ValidateProvince);

        area.Pages.MapGet("/contests", (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page ?? 1)).As<Table>());
        area.Api.MapGet("/contests", (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page ?? 1)).AsJson());
    }
}
