using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Schools.ShowSchoolCard;

/// <summary>Anybody looks up a school by its number: its name, kind, cycles and the quarters it takes.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{gresa:regex(^[0-9]{{5}}[A-Za-z]$)}";

    public static void Map(AreaRoutes area)
    {
        var everybody = area.OpenToAll();

        everybody.Pages.MapGet(Route, (string gresa, Bus bus) => bus.Ask(new Query(gresa)).As<Card>());
        everybody.Api.MapGet(Route, (string gresa, Bus bus) => bus.Ask(new Query(gresa)).AsJson());
    }
}
