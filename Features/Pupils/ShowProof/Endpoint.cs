using Massar.Features.Files.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Pupils.ShowProof;

/// <summary>The head opens the paper that a family showed with a report of a wrong datum.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/reports/{id:long}/{file:guid}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Correct).NeverStored();

        foreach (var door in (LateRoutes[])[area.Pages, area.Api])
            door.MapGet(Route, (long id, Guid file, Bus bus) => bus.Ask(new Query(id, file)).Then(view => new FileAnswer(view)));
    }
}
