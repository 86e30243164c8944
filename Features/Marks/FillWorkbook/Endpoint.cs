using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.FillWorkbook;

/// <summary>A teacher gives the very file downloaded from Massar and gets it back filled, every other cell untouched.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "workbooks/{classId:int}/{subject}/{semester:int}/filled";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter).NeverStored();

        area.Pages.MapPost(Route, Fill);

        area.Api.MapPost(Route, Fill);
    }

    private static async Task<IResult> Fill(int classId, string subject, int semester, HttpContext http, Bus bus, ExportDesk exports)
    {
        var file = await SheetFiles.Uploaded(http.Request, http.RequestAborted);
        return await bus.Ask(new Query(classId, subject, semester, file?.Name ?? "", file?.Content ?? [])).Then(f => exports.Hand(ExportKinds.Marks, f.Pupils, () => Results.File(f.Content, SheetFile.Xlsx, f.Name)));
    }
}
