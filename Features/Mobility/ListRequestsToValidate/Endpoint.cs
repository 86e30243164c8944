using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ListRequestsToValidate;

/// <summary>An office sees the requests of its territory, those that wait for it first, filters them and takes the list away.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.ValidateProvince, Permissions.ValidateAcademy);

        area.Pages.MapGet("/requests", ([AsParameters] Filter filter, int? page, Bus bus) => bus.Ask(new Query(filter, page ?? 1)).As<Table>());
        area.Pages.MapGet("/requests/export", ([AsParameters] Filter filter, string? format, Bus bus, Text text) =>
            bus.Ask(new ExportQuery(filter)).Then(rows => Export.File(rows, format, text)));

        area.Api.MapGet("/requests", ([AsParameters] Filter filter, int? page, Bus bus) => bus.Ask(new Query(filter, page ?? 1)).AsJson());
    }
}
