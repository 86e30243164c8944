using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Pupils.FindDoubles;

/// <summary>The head sees which files of the country may be of the same child as a file of the school.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/doubles";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Merge).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<List>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
