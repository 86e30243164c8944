using Massar.Features.Files.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences.ShowReport;

/// <summary>The school, the directorate and the academy open the signed report of a visit.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "visits/{id:long}/report";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.School, Permissions.Follow).NeverStored();

        foreach (var door in (LateRoutes[])[area.Pages, area.Api])
            door.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).Then(view => new FileAnswer(view)));
    }
}
