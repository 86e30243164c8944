using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registry.ShowChange;

/// <summary>The directorate, the academy and the ministry read a change of the register: old beside new, its paper, who proposed and decided it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
