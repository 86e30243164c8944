using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Guidance.ListClasses;

/// <summary>A head sees which classes a campaign takes on, how many of their pupils have sent wishes, and on how many the council has spoken.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Advise).NeverStored();

        area.Pages.MapGet("classes", (int? page, Bus bus) => bus.Ask(new Query(page)).As<Table>());

        area.Api.MapGet("classes", (int? page, Bus bus) => bus.Ask(new Query(page)).AsJson());
    }
}
