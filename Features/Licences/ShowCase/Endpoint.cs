using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences.ShowCase;

/// <summary>The school, its directorate and the academy read the same file: where it stands, its papers, the visit, the opinion, the commission's word.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "cases/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.School, Permissions.Follow).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
