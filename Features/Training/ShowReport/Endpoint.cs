using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Training.ShowReport;

/// <summary>The office reads what became of a session: who came on which days, the figures, the report; and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{session:long}/report";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet(Route, (long session, Bus bus) => bus.Ask(new Query(session, IsWhole: false)).As<Sheet>());

        foreach (var kind in (string[])["csv", "xlsx"])
            area.Pages.MapGet($"{Route}.{kind}", (long session, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(session, IsWhole: true)).Then(report =>
                exports.Hand(ExportKinds.Training, report.Lines.Count, () => File(kind, report, text))));

        area.Api.MapGet(Route, (long session, Bus bus) => bus.Ask(new Query(session, IsWhole: false)).AsJson());
    }

    private static IResult File(string kind, Report report, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "training-report", text["training.report"], arabic, [arabic ? report.Head.ThemeAr : report.Head.ThemeFr],
        [
            [.. SheetFile.HeadOf(text, "ui.ppr", "ui.name", "training.place", "ui.status"), .. report.Head.Days.Select(d => (object?)d), text["training.present"], text["training.attestation"]],
            .. report.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Ppr, arabic ? l.NameAr : l.NameLatin, arabic ? l.PlaceAr : l.PlaceFr, text[$"training.seat.{l.State}"], .. report.Head.Days.Select(d => (object?)(l.Here.Contains(d) ? text["training.here"] : l.Away.Contains(d) ? text["training.away"] : "")),
                l.Here.Count, text[l.IsEarned ? "ui.yes" : "ui.no"]]),
        ]);
    }
}
