using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ListRuns;

/// <summary>An office sees the movements of its territory and how far the assignment of each is.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Run, Permissions.ValidateProvince, Permissions.ValidateAcademy);

        area.Pages.MapGet("/runs", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).As<Table>());
        area.Api.MapGet("/runs", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).AsJson());
    }
}
