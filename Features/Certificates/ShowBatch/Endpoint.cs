using Massar.Features.Certificates.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Web;

namespace Massar.Features.Certificates.ShowBatch;

/// <summary>The desk sees what became of a class's certificates and prints them as one file.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue).NeverStored();

        area.Pages.MapGet("/desk/batches/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Table>());

        area.Pages.MapGet("/desk/batches/{id:long}/print", (long id, Bus bus, PdfPrinter printer, HttpContext http, ExportDesk exports) => bus.Ask(new PrintQuery(id)).Then(found => exports.Hand(ExportKinds.CertificatePapers, found.Papers.Count,
            () => PdfAnswer.Drawn(http, printer, "certificates.pdf", [.. found.Papers.Select(p => new CertificatePaper(p))]))));

        area.Api.MapGet("/desk/batches/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
