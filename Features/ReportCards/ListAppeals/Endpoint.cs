using Massar.Features.Exports.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.ReportCards.ListAppeals;

/// <summary>A head sees the appeals of families against the councils of the school, those that wait first, and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["report-cards.appeal.number", "ui.class", "report-cards.appeal.semester", "ui.massar-code", "ui.name", "report-cards.appeal.asked-on", "ui.status", "report-cards.appeal.since"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Hold).NeverStored();

        area.Pages.MapGet("appeals", (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page, IsWhole: false)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"appeals/list.{kind}", (string? state, Bus bus, Text text, ExportDesk exports) =>
                bus.Ask(new Query(state, null, IsWhole: true)).Then(list => exports.Hand(ExportKinds.CouncilAppeals, list.Lines.Count, () => File(kind, list, text))));

        area.Api.MapGet("appeals", (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page, IsWhole: false)).AsJson());
    }

    private static IResult File(string kind, Appeals list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "council-appeals", text["report-cards.appeals"], arabic, [],
            [
                SheetFile.HeadOf(text, Heads),
                .. list.Lines.Select(l => (IReadOnlyList<object?>)[
                    AppealDesk.NumberOf(l.Year, l.Id), l.ClassName, text[$"report-cards.semester.{l.Semester}"], l.Code, arabic ? l.NameAr : l.NameLatin, MoroccanDay.Of(l.AskedAt), text[$"report-cards.appeal.state.{l.State}"], MoroccanDay.Of(l.StateSince)]),
            ]);
    }
}
