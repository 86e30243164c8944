using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Pupils.ListLooks;

/// <summary>The head of a child's school reads which other schools found the child by code, and when.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/looks";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Correct).NeverStored();

        area.Pages.MapGet(Route, (long id, int? p, Bus bus) => bus.Ask(new Query(id, p)).As<Table>());

        area.Api.MapGet(Route, (long id, int? p, Bus bus) => bus.Ask(new Query(id, p)).AsJson());
    }
}
