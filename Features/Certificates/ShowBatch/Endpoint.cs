using Massar.Features.Certificates.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Web;

namespace Massar.Features.Certificates.ShowBatch;

/// <summary>The desk sees what became of a class's certificates and prints them as one file.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue).NeverStored();

        area.Pages.MapGet("/desk/batches/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Table>());

        area.Pages.MapGet("/desk/batches/{id:long}/print", async (long id, Bus bus, PdfPrinter printer, HttpContext http) =>
        {
            IReadOnlyList<CertificateContent>? papers = null;
            var answer = await bus.Ask(new PrintQuery(id)).Then(found =>
            {
                papers = found.Papers;
                return Results.Empty;
            });
            if (papers is null) return answer;
            try
            {
                var first = new CertificatePaper(papers[0]).Facts;
                var file = await printer.DrawAsync(new Bundle(first, papers.Select(p => new CertificatePaper(p))), http.RequestAborted);
                http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
                return Results.Bytes(file.Bytes, "application/pdf", "certificates.pdf");
            }
            catch (PrinterBusyException busy)
            {
                return RefusalAnswer.For(http, Refusal.Busy with { RetryAfter = busy.RetryAfter });
            }
        });

        area.Api.MapGet("/desk/batches/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
