using Massar.Features.Files.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Families.ShowPaper;

/// <summary>The employee and the directorate open a paper of a declaration; the head, who sees to it that it comes, does not read it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/papers/{file:guid}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Check).NeverStored();

        foreach (var door in (LateRoutes[])[area.Pages, area.Api])
            door.MapGet(Route, (long id, Guid file, Bus bus) => bus.Ask(new Query(id, file)).Then(view => new FileAnswer(view)));
    }
}
