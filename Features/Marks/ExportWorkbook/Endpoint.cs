using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ExportWorkbook;

/// <summary>A teacher downloads the subject's sheet as the ministry's NotesCC workbook.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "workbooks/{classId:int}/{subject}/{semester:int}/notescc.xlsx";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter).NeverStored();

        area.Pages.MapGet(Route, (int classId, string subject, int semester, Bus bus, ExportDesk exports) => bus.Ask(new Query(classId, subject, semester)).Then(book => exports.Hand(ExportKinds.Marks, book.Pupils, () => File(book))));

        area.Api.MapGet(Route, (int classId, string subject, int semester, Bus bus, ExportDesk exports) => bus.Ask(new Query(classId, subject, semester)).Then(book => exports.Hand(ExportKinds.Marks, book.Pupils, () => File(book))));
    }

    private static IResult File(Workbook book) => Results.File(book.Content, SheetFile.Xlsx, book.Name);
}
