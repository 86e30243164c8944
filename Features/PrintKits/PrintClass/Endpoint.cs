using Massar.Features.Exports.Domain;
using Massar.Features.PrintKits.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.PrintKits.PrintClass;

/// <summary>The school's office prints the papers of a season for one class, at once.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Print).NeverStored();

        foreach (var routes in (LateRoutes[])[area.Pages, area.Api])
            routes.MapGet("class.pdf", (HttpContext http, string? season, [FromQuery(Name = "class")] int? schoolClass, Bus bus, ExportDesk exports, PdfPrinter printer) => bus.Ask(new Query(season, schoolClass ?? 0)).Then(print =>
                    exports.Hand(ExportKinds.PrintKits, print.Class.Pupils.Count, () => PdfAnswer.Drawn(http, $"lists-{season}.pdf", ct => printer.DrawKit(new KitPaper(print.Head, [print.Class]), ct)))))
                .Produces(StatusCodes.Status200OK, contentType: "application/pdf");
    }
}
