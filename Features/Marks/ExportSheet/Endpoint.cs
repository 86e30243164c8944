using Massar.Features.Marks.Domain;
using Massar.Features.Marks.Parts;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ExportSheet;

/// <summary>A teacher takes one test's sheet away as a plain list.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "sheets/{classId:int}/{subject}/{semester:int}/{number:int}/list.";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter).NeverStored();

        area.Pages.MapGet(Route + "csv", (int classId, string subject, int semester, int number, Bus bus, Text text) =>
            bus.Ask(new Query(new SheetKey(classId, subject, semester, number))).Then(list => Results.File(CsvWriter.Write(Rows(list, text), CsvFlavor.People), SheetFiles.Csv, $"{Name(list)}.csv")));

        area.Pages.MapGet(Route + "xlsx", (int classId, string subject, int semester, int number, Bus bus, Text text, Reader reader) =>
            bus.Ask(new Query(new SheetKey(classId, subject, semester, number))).Then(list => Results.File(Book(list, text, reader), SheetFiles.Xlsx, $"{Name(list)}.xlsx")));
    }

    private static string Name(ClassList list) => $"{list.Head.ClassName}_{list.Head.Key.Subject}_S{list.Head.Key.Semester}_{list.Head.Key.Number}";

    private static IEnumerable<IReadOnlyList<object?>> Rows(ClassList list, Text text)
    {
        yield return [text["marks.order"], text["ui.massar-code"], text["marks.pupil"], TestNames.Of(text, list.Head.Key.Number)];
        foreach (var line in list.Lines)
            yield return [line.Order, line.Code, text.Language == "ar" ? line.NameAr : line.NameLatin, line.Value.Points is { } points ? points : line.Value.Shown(text.Language)];
    }

    private static byte[] Book(ClassList list, Text text, Reader reader)
    {
        var book = new XlsxWriter();
        var sheet = book.AddSheet(list.Head.ClassName);
        sheet.RightToLeft = reader.Direction == "rtl";
        var at = 0;
        foreach (var row in Rows(list, text))
        {
            at++;
            for (var column = 1; column <= row.Count; column++)
            {
                var style = at == 1 ? new CellStyle(Bold: true, Bordered: true) : new CellStyle(Bordered: true, NumberFormat: row[column - 1] is decimal ? "0.00" : null);
                if (row[column - 1] is decimal points) sheet.Number(at, column, points, style);
                else if (row[column - 1] is int order) sheet.Number(at, column, order, style);
                else sheet.Text(at, column, (string?)row[column - 1], style);
            }
        }

        sheet.Width(3, 30);
        sheet.Width(2, 14);
        sheet.FreezeRows(1);
        return book.ToBytes();
    }
}
