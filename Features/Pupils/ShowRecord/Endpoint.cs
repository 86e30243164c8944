using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Pupils.ShowRecord;

/// <summary>
/// A school reads a pupil's marks and absences of every school the pupil was at, and changes none: its own pupil's, or those of a pupil on the
/// way to it.
/// </summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/record";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
