using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Training.ShowSession;

/// <summary>The office, the trainer and the heads of who is called read the same session: where it stands, who comes, who cannot; a head sees the people of the school.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{session:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Follow).NeverStored();

        area.Pages.MapGet(Route, (long session, Bus bus) => bus.Ask(new Query(session)).As<Card>());

        area.Api.MapGet(Route, (long session, Bus bus) => bus.Ask(new Query(session)).AsJson());
    }
}
