using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Pupils.ShowMerge;

/// <summary>Both schools and the office that decides read a case of two files: the files side by side, who proposed and decided what, and why.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/merges/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Merge, Permissions.DecideMerge).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
