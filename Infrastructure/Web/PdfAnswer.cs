using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Security;
using Microsoft.Net.Http.Headers;

namespace Massar.Infrastructure.Web;

/// <summary>A PDF on its way out. Whatever a reader of PDF makes of it, it may do nothing in our name.</summary>
public static class PdfAnswer
{
    private const string Type = "application/pdf";

    /// <summary>A kept file. A line that breaks goes on where it stopped: the bytes are the same each time.</summary>
    public static IResult Kept(HttpContext http, byte[] bytes, string sha256, string name)
    {
        Headers.Sandbox(http.Response);
        return Results.Bytes(bytes, Type, name, enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{sha256}\""));
    }

    /// <summary>Papers drawn once more as one file for the printer, and kept nowhere.</summary>
    /// <param name="papers">One at least; they come out in this order.</param>
    public static Task<IResult> Drawn(HttpContext http, PdfPrinter printer, string name, IReadOnlyList<IPaper> papers) =>
        Drawn(http, name, ct => printer.DrawAsync(new Bundle(papers[0].Facts, papers), ct));

    /// <summary>A file drawn for one person and kept nowhere.</summary>
    /// <param name="draw">Has it drawn by the printer.</param>
    public static async Task<IResult> Drawn(HttpContext http, string name, Func<CancellationToken, Task<PrintedPaper>> draw)
    {
        try
        {
            var file = await draw(http.RequestAborted);
            Headers.Sandbox(http.Response);
            return Results.Bytes(file.Bytes, Type, name);
        }
        catch (PrinterBusyException busy)
        {
            return RefusalAnswer.For(http, Refusal.Busy with { RetryAfter = busy.RetryAfter });
        }
    }
}
