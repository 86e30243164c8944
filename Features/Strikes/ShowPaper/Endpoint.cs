using Massar.Features.Files.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Strikes.ShowPaper;

/// <summary>The person and the office open the paper that came with a reply.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "absences/{id:long}/papers/{file:guid}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Handle).NeverStored();

        foreach (var door in (LateRoutes[])[area.Pages, area.Api])
            door.MapGet(Route, (long id, Guid file, Bus bus) => bus.Ask(new Query(id, file)).Then(view => new FileAnswer(view)));
    }
}
