using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Discipline.ListMine;

/// <summary>An employee sees the disciplinary cases about himself, and nobody else's.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "mine";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet(Route, (Bus bus) => bus.Ask(new Query()).As<Table>());

        area.Api.MapGet(Route, (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
