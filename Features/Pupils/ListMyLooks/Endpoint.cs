using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Pupils.ListMyLooks;

/// <summary>A guardian, or a pupil, reads who looked at the file in the last twelve months: by role, place, purpose and day (acceptance check AC-WAL-8).</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/mine/{pupil:long}/looks";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet(Route, (long pupil, int? p, Bus bus) => bus.Ask(new Query(pupil, p)).As<Table>());

        area.Api.MapGet(Route, (long pupil, int? p, Bus bus) => bus.Ask(new Query(pupil, p)).AsJson());
    }
}
