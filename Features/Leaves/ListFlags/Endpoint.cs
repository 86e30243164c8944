using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Leaves.ListFlags;

/// <summary>A head and a directorate see who was asked to explain repeated short leaves, and whose days to answer are over.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("flags", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).As<List>());

        area.Api.MapGet("flags", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).AsJson());
    }
}
