using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Certificates.ListRegister;

/// <summary>The school reads its register of certificates, and takes it along as a sheet.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads =
        ["documents.number", "ui.date", "certificates.pupil", "certificates.name-latin", "ui.massar-code", "certificates.purpose", "ui.status", "ui.reason"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue).NeverStored();

        area.Pages.MapGet("/desk/register", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        area.Pages.MapGet("/desk/register.csv", ([AsParameters] Filter filter, Infrastructure.Localization.Text text, Bus bus) => bus.Ask(filter.Whole()).Then(register =>
            Results.Bytes(CsvWriter.Write([[.. Heads.Select(h => (object?)text[h])], .. register.Lines.Select(l => Cells(l, text))], CsvFlavor.People), "text/csv; charset=utf-8", "certificates.csv")));

        area.Pages.MapGet("/desk/register.xlsx", ([AsParameters] Filter filter, Infrastructure.Localization.Text text, Bus bus) => bus.Ask(filter.Whole()).Then(register =>
            Results.Bytes(Workbook(register, text), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "certificates.xlsx")));

        area.Api.MapGet("/desk/register", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="Q">A number, a name in either script or a Massar code.</param>
    /// <param name="Year">Calendar year of the number.</param>
    /// <param name="State">Valid, Superseded, Revoked.</param>
    public readonly record struct Filter(string? Q, int? Year, string? State, string? Purpose, int? Number)
    {
        internal Query Page() => new(Q, Year, State, Purpose, Number ?? 1, Whole: false);

        internal Query Whole() => new(Q, Year, State, Purpose, 1, Whole: true);
    }

    private static IReadOnlyList<object?> Cells(Line line, Infrastructure.Localization.Text text) =>
    [
        line.Number, MoroccanDay.Of(line.IssuedAt), line.NameAr, line.NameLatin, line.MassarCode, text[$"certificates.purpose.{line.Purpose}"], text[$"documents.state.{line.State}"], line.RevokedReason,
    ];

    private static byte[] Workbook(Register register, Infrastructure.Localization.Text text)
    {
        var book = new XlsxWriter();
        var sheet = book.AddSheet(text["certificates.register"]);
        sheet.RightToLeft = text.Language == "ar";
        for (var column = 0; column < Heads.Length; column++)
        {
            sheet.Text(1, column + 1, text[Heads[column]], new CellStyle(Bold: true));
            sheet.Width(column + 1, column is 2 or 3 ? 28 : 16);
        }
        sheet.FreezeRows(1);
        foreach (var (line, row) in register.Lines.Select((l, i) => (l, i + 2)))
        {
            var cells = Cells(line, text);
            for (var column = 0; column < cells.Count; column++)
            {
                if (cells[column] is DateOnly day) sheet.Date(row, column + 1, day);
                else sheet.Text(row, column + 1, cells[column] as string);
            }
        }
        return book.ToBytes();
    }
}
