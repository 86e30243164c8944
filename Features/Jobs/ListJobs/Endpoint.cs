using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Jobs.ListJobs;

/// <summary>A person of the support watches the background work: what runs, what waits, what failed and how often. Nothing here can be pressed.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Watch).NeverStored();

        area.Pages.MapGet("", (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page ?? 1)).As<Table>());

        area.Api.MapGet("", (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page ?? 1)).AsJson());
    }
}
