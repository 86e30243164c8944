using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Reference.ExportReferenceList;

/// <summary>The ministry takes a list away as a table for its spreadsheet program.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area) =>
        area.Requiring(Permissions.Edit).Pages.MapGet("/{list}/csv", (string list, int? year, string? search, Bus bus) =>
            bus.Ask(new Query(list, year, search)).Then(file =>
                SheetFile.Of("csv", file.Name, file.Name, rightToLeft: false, [], file.Rows)));
}
