using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.ListRegistrations;

/// <summary>A head, or the office above, searches and filters the requests, and takes the list away as a spreadsheet.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Read);

        desk.Pages.MapGet("desk", ([AsParameters] Input input, Bus bus) => bus.Ask(input.ToQuery()).As<Table>());

        desk.Pages.MapGet("desk.csv", ([AsParameters] Input input, Text text, Bus bus) => bus.Ask(new Export(input.ToQuery())).Then(lines =>
            Results.File(CsvWriter.Write([Head(text), .. lines.Select(l => Cells(l, text))], CsvFlavor.People), "text/csv", $"{text["registrations.export.name"]}.csv")));

        desk.Pages.MapGet("desk.xlsx", ([AsParameters] Input input, Reader reader, Text text, Bus bus) => bus.Ask(new Export(input.ToQuery())).Then(lines =>
            Results.File(Workbook(lines, reader, text), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"{text["registrations.export.name"]}.xlsx")));

        desk.Api.MapGet("", ([AsParameters] Input input, Bus bus) => bus.Ask(input.ToQuery()).AsJson());
    }

    /// <param name="Q">Name in either script, receipt number, or birth-act number.</param>
    /// <param name="State">A state as in "under-check"; empty for all, "open" for those that wait for the school.</param>
    /// <param name="Hint">"age", "zone" or "late": only those a hint speaks of.</param>
    /// <param name="P">Page, from 1.</param>
    public sealed record Input(string? Q, string? State, string? Hint, int? P)
    {
        public Query ToQuery() => new(Q, State, Hint, P is > 0 and < 100_000 ? P.Value : 1);
    }

    private static object?[] Head(Text text) =>
        [.. new[] { "registrations.receipt.number", "registrations.facts.name-ar", "registrations.facts.name-latin", "registrations.field.birth-date", "registrations.field.act-number", "ui.status", "registrations.follow.since", "ui.phone", "ui.school" }.Select(k => (object?)text[k])];

    private static object?[] Cells(Line line, Text text) =>
        [line.Number, line.ChildAr, line.ChildLatin, line.BirthDate, line.BirthActNumber, text[RegistrationStates.Key(line.State)], line.SentOn, Formats.Phone(line.Phone), line.SchoolAr];

    private static byte[] Workbook(IReadOnlyList<Line> lines, Reader reader, Text text)
    {
        var book = new XlsxWriter();
        var sheet = book.AddSheet(text["registrations.export.name"]);
        sheet.RightToLeft = reader.Direction == "rtl";
        sheet.FreezeRows(1);
        var head = Head(text);
        for (var column = 1; column <= head.Length; column++)
        {
            sheet.Text(1, column, (string?)head[column - 1], new CellStyle(Bold: true));
            sheet.Width(column, 20);
        }

        for (var row = 0; row < lines.Count; row++)
        {
            var cells = Cells(lines[row], text);
            for (var column = 1; column <= cells.Length; column++)
                if (cells[column - 1] is DateOnly date)
                    sheet.Date(row + 2, column, date);
                else
                    sheet.Text(row + 2, column, (string?)cells[column - 1]);
        }

        return book.ToBytes();
    }
}
