using System.Globalization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Enrollments.ListFindings;

/// <summary>The head reads what reading a package found, by file, line and column, and takes it along for whoever made the package.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "imports/{id:int}/report";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Exchange).NeverStored();

        area.Pages.MapGet(Route, (int id, string? show, int? page, Bus bus) => bus.Ask(new Query(id, show, page)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"{Route}.{kind}", (int id, string? show, Bus bus, Text text, ExportDesk exports) =>
                bus.Ask(new FileQuery(id, show)).Then(report => exports.Hand(ExportKinds.RosterFindings, report.Persons, () => File(kind, report, text))));

        area.Api.MapGet(Route, (int id, string? show, int? page, Bus bus) => bus.Ask(new Query(id, show, page)).AsJson());
    }

    private static IResult File(string kind, Whole report, Text text) =>
        SheetFile.Of(kind, string.Create(CultureInfo.InvariantCulture, $"oneroster-{report.Import}"), text["enrollments.oneroster.report"], text.Language == "ar", [report.FileName],
            [
                SheetFile.HeadOf(text, "enrollments.oneroster.kind", "ui.file", "enrollments.oneroster.line", "enrollments.oneroster.column", "enrollments.oneroster.found"),
                .. report.Lines.Select(l => (IReadOnlyList<object?>)[text[l.IsFault ? "enrollments.oneroster.fault" : "enrollments.oneroster.note"], l.File, l.Where > 0 ? (object)l.Where : null, l.Column, text[l.Key, [.. l.Args]]]),
            ]);
}
