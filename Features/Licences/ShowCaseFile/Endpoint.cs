using Massar.Features.Files.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences.ShowCaseFile;

/// <summary>The school, the directorate and the academy open what was handed in for a file.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "cases/{id:long}/files/{file:guid}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.School, Permissions.Follow).NeverStored();

        foreach (var door in (LateRoutes[])[area.Pages, area.Api])
            door.MapGet(Route, (long id, Guid file, Bus bus) => bus.Ask(new Query(id, file)).Then(view => new FileAnswer(view)));
    }
}
