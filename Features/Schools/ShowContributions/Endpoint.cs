using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Schools.ShowContributions;

/// <summary>Anybody reads what a school received this year under each heading and what it carried on: sums, and never a person.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{gresa:regex(^[0-9]{{5}}[A-Za-z]$)}/contributions";

    public static void Map(AreaRoutes area)
    {
        var everybody = area.OpenToAll();

        everybody.Pages.MapGet(Route, (string gresa, Bus bus) => bus.Ask(new Query(gresa)).As<Table>());
        everybody.Api.MapGet(Route, (string gresa, Bus bus) => bus.Ask(new Query(gresa)).AsJson());
    }
}
