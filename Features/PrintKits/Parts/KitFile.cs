using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.PrintKits.Parts;

/// <param name="Parts">How many pieces the file has.</param>
/// <param name="Persons">Pupils whose names are in it.</param>
public sealed record KitParts(long Kit, string Season, int Parts, long Size, int Persons);

/// <summary>The file of a kit, written piece after piece as it is stored.</summary>
public sealed class KitFile(KitParts file) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var ct = httpContext.RequestAborted;
        var db = httpContext.RequestServices.GetRequiredService<MassarDb>();
        httpContext.Response.ContentType = "application/pdf";
        httpContext.Response.ContentLength = file.Size;
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=lists-{file.Season}.pdf";
        Headers.Sandbox(httpContext.Response);
        for (var number = 0; number < file.Parts; number++)
            await httpContext.Response.Body.WriteAsync(await db.PrintKitParts.Where(p => p.KitId == file.Kit && p.Number == number).Select(p => p.Bytes).SingleAsync(ct), ct);
    }
}
