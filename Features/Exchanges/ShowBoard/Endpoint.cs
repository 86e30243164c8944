using System.Globalization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Exchanges.ShowBoard;

/// <summary>An employee reads which posts of the same cycle and subject others of the academy would give for which, and which of them fit his own; nobody is named.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("/board", (string? directorate, int? p, Bus bus) => bus.Ask(Read(directorate, p)).As<Board>());

        area.Api.MapGet("/board", (string? directorate, int? p, Bus bus) => bus.Ask(Read(directorate, p)).AsJson());
    }

    private static Query Read(string? directorate, int? page) =>
        new(int.TryParse(directorate, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null, page is > 0 and < 1000 ? page.Value : 1);
}
