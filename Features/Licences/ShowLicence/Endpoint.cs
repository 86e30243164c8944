using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences.ShowLicence;

/// <summary>The school, its directorate, the academy and the ministry read a licence: what it allows, until when, what became of it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.School, Permissions.Follow).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
