using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ListAppeals;

/// <summary>The office that runs movements sees the appeals against its results, the oldest first, and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Run).NeverStored();

        area.Pages.MapGet("/appeals", (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page ?? 1, IsWhole: false)).As<Table>());
        foreach (var kind in (string[])["csv", "xlsx"])
            area.Pages.MapGet($"/appeals/list.{kind}", (string? state, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(state, 1, IsWhole: true)).Then(found =>
                exports.Hand(ExportKinds.Mobility, found.Rows.Count, () => File(kind, found, text))));
        area.Api.MapGet("/appeals", (string? state, int? page, Bus bus) => bus.Ask(new Query(state, page ?? 1, IsWhole: false)).AsJson());
    }

    private static IResult File(string kind, Found found, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "appeals", text["mobility.appeals.title"], arabic, [],
        [
            SheetFile.HeadOf(text, ["ui.ppr", "ui.name", "mobility.campaign", "mobility.asked-on", "ui.status"]),
            .. found.Rows.Select(r => (IReadOnlyList<object?>)[r.Ppr, arabic ? r.NameAr : r.NameLatin, arabic ? r.CampaignAr : r.CampaignFr, MoroccanDay.Of(r.AskedAt), text[$"mobility.appeal.state.{r.State}"]]),
        ]);
    }
}
