using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Transfers.ShowTransfer;

/// <summary>Both schools, their directorates and the family read the same case: where it stands, whose turn it is, and everything that happened.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow, Permissions.Request).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
