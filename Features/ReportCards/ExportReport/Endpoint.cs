using System.Globalization;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.ReportCards.ExportReport;

/// <summary>A head takes the council's report of a class in the ministry's own layout.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "councils/{classId:int}/{semester:int}/report.xlsx";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Hold).NeverStored();

        foreach (var routes in (LateRoutes[])[area.Pages, area.Api])
            routes.MapGet(Route, (int classId, int semester, Bus bus, ExportDesk exports) => bus.Ask(new Query(classId, semester))
                .Then(report => exports.Hand(ExportKinds.ReportCards, report.Pupils, () => Results.File(report.Content, SheetFile.Xlsx, string.Create(CultureInfo.InvariantCulture, $"conseil-{report.ClassName}-S{semester}.xlsx")))));
    }
}
