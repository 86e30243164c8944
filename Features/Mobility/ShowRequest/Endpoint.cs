using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ShowRequest;

/// <summary>The participant and the offices above him read a request: facts, points, wishes, history, whose turn it is.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/requests/{request:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Participate, Permissions.ValidateProvince, Permissions.ValidateAcademy, Permissions.ValidateMinistry);

        area.Pages.MapGet(Route, (long request, Bus bus) => bus.Ask(new Query(request)).As<Card>());
        area.Api.MapGet(Route, (long request, Bus bus) => bus.Ask(new Query(request)).AsJson());
    }
}
