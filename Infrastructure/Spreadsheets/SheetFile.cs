using System.Globalization;
using System.IO.Compression;

namespace Massar.Infrastructure.Spreadsheets;

/// <summary>
/// Rows of a list as a file for people: the first is the head, and stays in view. Nothing in it is ever taken for a formula. The only place
/// where a list becomes a file; the ministry's mark workbooks have a form of their own.
/// </summary>
public static class SheetFile
{
    /// <summary>Media type of a workbook.</summary>
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Csv = "text/csv; charset=utf-8";
    private static readonly CellStyle Head = new(Bold: true, Fill: "E6F1EC", Bordered: true);
    private static readonly CellStyle Body = new(Bordered: true);
    private static readonly CellStyle Wrong = Body with { Fill = "FBE3E1" };
    private static readonly CellStyle Typed = new(NumberFormat: "@");
    private static readonly CellStyle Fraction = Body with { NumberFormat = "0.00" };

    /// <summary>What a list can be taken away as.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["csv", "xlsx"];

    public static bool IsKind(string kind) => Kinds.Contains(kind);

    /// <summary>The head of a list, from text keys.</summary>
    public static IReadOnlyList<object?> HeadOf(Localization.Text text, params IEnumerable<string> keys) => [.. keys.Select(k => (object?)text[k])];

    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="name">Without ending, in plain letters.</param>
    /// <param name="above">Lines that say what the sheet is; only in the workbook, a csv is one table.</param>
    /// <param name="rows">Texts, dates, whole numbers, and decimals, which show two places.</param>
    public static IResult Of(string kind, string name, string sheetName, bool rightToLeft, IReadOnlyList<string> above, IReadOnlyList<IReadOnlyList<object?>> rows)
    {
        if (kind == "csv")
            return Results.File(CsvWriter.Write(rows, CsvFlavor.People), Csv, $"{name}.csv");

        var book = new XlsxWriter();
        var sheet = book.AddSheet(sheetName);
        sheet.RightToLeft = rightToLeft;
        for (var line = 0; line < above.Count; line++)
            sheet.Text(line + 1, 1, above[line], new CellStyle(Bold: true));
        var first = above.Count + (above.Count > 0 ? 2 : 1);
        sheet.FreezeRows(first);
        for (var row = 0; row < rows.Count; row++)
            for (var column = 0; column < rows[row].Count; column++)
                Put(sheet, first + row, column + 1, rows[row][column], row == 0 ? Head : Body);
        for (var column = 0; rows.Count > 0 && column < rows[0].Count; column++)
            sheet.Width(column + 1, Math.Clamp(rows.Max(r => column < r.Count ? (r[column]?.ToString()?.Length ?? 0) : 0) + 2, 5, 34));
        return Results.File(book.ToBytes(), Xlsx, $"{name}.xlsx");
    }

    /// <summary>An empty sheet to be filled in and sent back, with sheets that say what belongs into it.</summary>
    /// <param name="rows">So many rows are prepared: they are text, so that codes keep their zeros and days their order.</param>
    /// <param name="offered">Columns of the first sheet, from 1, whose cells offer the first column of the other sheet with this number.</param>
    /// <param name="others">Name and rows of the further sheets; the first row is the head.</param>
    public static IResult ToFill(string name, string sheetName, bool rightToLeft, IReadOnlyList<string> heads, int rows, IReadOnlyDictionary<int, int> offered, IReadOnlyList<(string Name, IReadOnlyList<IReadOnlyList<object?>> Rows)> others)
    {
        var book = new XlsxWriter();
        var sheet = book.AddSheet(sheetName);
        sheet.RightToLeft = rightToLeft;
        sheet.FreezeRows(1);
        for (var column = 1; column <= heads.Count; column++)
        {
            sheet.Text(1, column, heads[column - 1], Head);
            sheet.Width(column, Math.Clamp(heads[column - 1].Length + 2, 12, 34));
            for (var row = 2; row <= rows + 1; row++) sheet.Blank(row, column, Typed);
        }

        var further = others.Select(other =>
        {
            var added = book.AddSheet(other.Name);
            added.RightToLeft = rightToLeft;
            added.FreezeRows(1);
            for (var row = 0; row < other.Rows.Count; row++)
                for (var column = 0; column < other.Rows[row].Count; column++)
                    Put(added, row + 1, column + 1, other.Rows[row][column], row == 0 ? Head : Body);
            for (var column = 0; column < other.Rows[0].Count; column++) added.Width(column + 1, Math.Clamp(other.Rows.Max(r => r[column]?.ToString()?.Length ?? 0) + 2, 8, 60));
            return (Sheet: added, Last: other.Rows.Count);
        }).ToList();
        foreach (var (column, other) in offered)
            if (further[other].Last > 1)
                sheet.Offer($"{CellAddress.Of(2, column)}:{CellAddress.Of(rows + 1, column)}", further[other].Sheet, 1, 2, further[other].Last);
        return Results.File(book.ToBytes(), Xlsx, $"{name}.xlsx");
    }

    /// <summary>Several tables for programs, each a file of the package (RFC 4180, UTF-8 without a mark).</summary>
    /// <param name="tables">Name with ending, and rows; the first row is the head.</param>
    public static IResult Package(string name, IReadOnlyList<(string Name, IReadOnlyList<IReadOnlyList<object?>> Rows)> tables)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var table in tables)
            {
                using var entry = zip.CreateEntry(table.Name, CompressionLevel.Optimal).Open();
                entry.Write(CsvWriter.Write(table.Rows, CsvFlavor.Tidy));
            }

        return Results.File(file.ToArray(), "application/zip", $"{name}.zip");
    }

    private static void Put(XlsxSheet sheet, int row, int column, object? value, CellStyle style)
    {
        switch (value)
        {
            case MarkedCell marked:
                sheet.Text(row, column, marked.Text, Wrong);
                break;
            case decimal number:
                sheet.Number(row, column, number, Fraction);
                break;
            case int or long:
                sheet.Number(row, column, Convert.ToDecimal(value, CultureInfo.InvariantCulture), style);
                break;
            case DateOnly day:
                sheet.Date(row, column, day, style);
                break;
            default:
                sheet.Text(row, column, value as string, style);
                break;
        }
    }
}

/// <summary>A cell in which something is to be mended; a workbook shows it in colour.</summary>
public sealed record MarkedCell(string? Text)
{
    public override string ToString() => Text ?? "";
}
