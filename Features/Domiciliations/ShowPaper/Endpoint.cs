using Massar.Features.Files.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Domiciliations.ShowPaper;

/// <summary>The employee opens the bank's paper again; the office opens it by a button, because that is written down: the paper shows the whole number.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/paper";

    public static void Map(AreaRoutes area)
    {
        var (own, office) = (area.Requiring(Permissions.Own).NeverStored(), area.Requiring(Permissions.Treat).NeverStored());

        foreach (var door in (LateRoutes[])[own.Pages, own.Api])
            door.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).Then(view => new FileAnswer(view)));

        foreach (var door in (LateRoutes[])[office.Pages, office.Api])
            door.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).Then(opened => new FileAnswer(opened.File)));
    }
}
