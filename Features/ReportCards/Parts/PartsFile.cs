using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.Parts;

/// <param name="Parts">How many pieces the file has.</param>
/// <param name="Persons">Pupils whose cards are in it.</param>
public sealed record StoredParts(long Batch, int Parts, long Size, int Persons);

/// <summary>One file for the printer, written piece after piece as it is stored.</summary>
public sealed class PartsFile(StoredParts file) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var ct = httpContext.RequestAborted;
        var db = httpContext.RequestServices.GetRequiredService<MassarDb>();
        httpContext.Response.ContentType = "application/pdf";
        httpContext.Response.ContentLength = file.Size;
        httpContext.Response.Headers.ContentDisposition = "attachment; filename=cards.pdf";
        Headers.Sandbox(httpContext.Response);
        for (var number = 0; number < file.Parts; number++)
            await httpContext.Response.Body.WriteAsync(await db.CardFileParts.Where(p => p.BatchId == file.Batch && p.Number == number).Select(p => p.Bytes).SingleAsync(ct), ct);
    }
}
