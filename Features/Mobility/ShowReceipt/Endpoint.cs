using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ShowReceipt;

/// <summary>A participant reads or prints the receipt: number, day and the final order of wishes.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/requests/{request:long}/receipt";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Participate);

        area.Pages.MapGet(Route, (long request, Bus bus) => bus.Ask(new Query(request)).As<Receipt>());
        area.Api.MapGet(Route, (long request, Bus bus) => bus.Ask(new Query(request)).AsJson());
    }
}
