using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Classes.ListStructures;

/// <summary>The directorate sees which schools have sent the structure of the next year and which wait for an answer.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Structures);

        area.Pages.MapGet("structures", (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page)).As<Table>());

        area.Api.MapGet("structures", (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page)).AsJson());
    }
}
