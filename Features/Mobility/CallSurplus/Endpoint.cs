using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.CallSurplus;

/// <summary>The office that runs a surplus and shortage movement sees whom the control of staff use names as surplus, calls in those who have to move, lets go of those who have to no more, and takes the short posts over from the need board.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/runs/{campaign:int}/surplus";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Run).NeverStored();

        area.Pages.MapGet(Route, (int campaign, int? page, Bus bus) => bus.Ask(new Query(campaign, page ?? 1, IsWhole: false)).As<Table>());
        area.Pages.MapPost(Route, (int campaign, Bus bus) => bus.Do(new Command(campaign)).ThenGo(_ => Links.Surplus(campaign), saying: "mobility.surplus.called"));
        foreach (var kind in (string[])["csv", "xlsx"])
            area.Pages.MapGet($"{Route}/list.{kind}", (int campaign, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(campaign, 1, IsWhole: true)).Then(found =>
                exports.Hand(ExportKinds.Mobility, found.Rows.Count, () => File(kind, found, text))));
        area.Api.MapGet(Route, (int campaign, int? page, Bus bus) => bus.Ask(new Query(campaign, page ?? 1, IsWhole: false)).AsJson());
        area.Api.MapPost(Route, (int campaign, Bus bus) => bus.Do(new Command(campaign)).AsJson());
    }

    private static IResult File(string kind, Called found, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "surplus", text["mobility.surplus.title"], arabic, [],
        [
            SheetFile.HeadOf(text, ["ui.ppr", "ui.name", "mobility.place", "mobility.points", "mobility.surplus.rule"]),
            .. found.Rows.Select(r => (IReadOnlyList<object?>)[r.Ppr, arabic ? r.NameAr : r.NameLatin, arabic ? r.PlaceAr : r.PlaceFr, r.Points, text[$"mobility.surplus.by.{r.Rule}"]]),
        ]);
    }
}
