using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Exports.ListExports;

/// <summary>What colleagues asked for and waits for one's word, and what became of one's own requests for large files.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Ask, Permissions.Approve).NeverStored();

        area.Pages.MapGet("/", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).As<Table>());

        area.Api.MapGet("/", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).AsJson());
    }
}
