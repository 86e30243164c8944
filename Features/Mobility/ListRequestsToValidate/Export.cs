using Massar.Features.Mobility.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Spreadsheets;

namespace Massar.Features.Mobility.ListRequestsToValidate;

/// <summary>The list as a file that opens in a spreadsheet program.</summary>
public static class Export
{
    private static readonly string[] Heads =
        ["mobility.number", "ui.ppr", "ui.name", "mobility.grade", "mobility.place-code", "mobility.place", "mobility.campaign", "mobility.kind", "ui.status", "mobility.sent-on", "mobility.points"];

    public static IResult File(IReadOnlyList<Row> rows, string? format, Text text) => format == "xlsx"
        ? Results.File(Workbook(rows, text), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "mobility.xlsx")
        : Results.File(CsvWriter.Write([Heads.Select(h => (object?)text[h]).ToArray(), .. rows.Select(r => Cells(r, text))], CsvFlavor.People), "text/csv; charset=utf-8", "mobility.csv");

    private static object?[] Cells(Row row, Text text) =>
    [
        row.Number, row.Ppr, text.Language == "ar" ? row.NameAr : row.NameLatin, row.GradeCode, row.PlaceCode, text.Language == "ar" ? row.PlaceAr : row.PlaceFr,
        text.Language == "ar" ? row.CampaignAr : row.CampaignFr, text[$"mobility.kind.{row.Kind}"], text[Shown.Key(row.State)],
        row.SubmittedAt is { } at ? DateOnly.FromDateTime(MoroccanDay.Local(at)) : null, row.Points,
    ];

    private static byte[] Workbook(IReadOnlyList<Row> rows, Text text)
    {
        var book = new XlsxWriter();
        var sheet = book.AddSheet(text["mobility.requests.title"]);
        sheet.RightToLeft = text.Language == "ar";
        sheet.FreezeRows(1);
        for (var column = 0; column < Heads.Length; column++)
        {
            sheet.Text(1, column + 1, text[Heads[column]], new CellStyle(Bold: true));
            sheet.Width(column + 1, column is 2 or 5 or 6 ? 30 : 16);
        }

        for (var i = 0; i < rows.Count; i++)
        {
            var cells = Cells(rows[i], text);
            for (var column = 0; column < cells.Length; column++)
            {
                switch (cells[column])
                {
                    case DateOnly day:
                        sheet.Date(i + 2, column + 1, day);
                        break;
                    case decimal number:
                        sheet.Number(i + 2, column + 1, number);
                        break;
                    case var other:
                        sheet.Text(i + 2, column + 1, other as string);
                        break;
                }
            }
        }

        return book.ToBytes();
    }
}
