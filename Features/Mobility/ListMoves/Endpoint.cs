using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ListMoves;

/// <summary>An office sees who leaves its territory, comes to it or moves inside it, from the hour on, and takes the list away.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.ValidateProvince, Permissions.ValidateAcademy, Permissions.Run);

        area.Pages.MapGet("/moves", ([AsParameters] Filter filter, int? page, Bus bus) => bus.Ask(new Query(filter, page ?? 1)).As<Table>());
        area.NeverStored().Pages.MapGet("/moves/export", ([AsParameters] Filter filter, string? format, Bus bus, Text text, ExportDesk exports) =>
            bus.Ask(new ExportQuery(filter)).Then(rows => exports.Hand(ExportKinds.Moves, rows.Count, () => Export.File(rows, format, text))));

        area.Api.MapGet("/moves", ([AsParameters] Filter filter, int? page, Bus bus) => bus.Ask(new Query(filter, page ?? 1)).AsJson());
    }
}
