using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ShowIndicators;

/// <summary>How long each office takes over the decisions of each procedure, for everybody who works on them; no person is named.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "indicators";

    private static readonly string[] Heads = ["decisions.kind", "decisions.indicators.office", "decisions.indicators.place", "decisions.indicators.acts", "decisions.indicators.median", "decisions.indicators.ninth", "decisions.indicators.slowest"];

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare, Permissions.Visa, Permissions.Sign, Permissions.Read).NeverStored();

        decisions.Pages.MapGet(Route, (string? kind, string? months, string? show, int? page, Bus bus) => bus.Ask(new Query(kind, months, show, page ?? 1, IsWhole: false)).As<Board>());

        foreach (var ending in (string[])["csv", "xlsx"])
            decisions.Pages.MapGet($"{Route}.{ending}", (string? kind, string? months, string? show, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(kind, months, show, 1, IsWhole: true)).Then(board =>
                exports.Hand(ExportKinds.DecisionIndicators, 0, () => File(ending, board, text))));

        decisions.Api.MapGet(Route, (string? kind, string? months, string? show, int? page, Bus bus) => bus.Ask(new Query(kind, months, show, page ?? 1, IsWhole: false)).AsJson());
    }

    private static IResult File(string ending, Indicators board, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(ending, "decision-indicators", text["decisions.indicators.title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. board.Lines.Select(l => (IReadOnlyList<object?>)[
                arabic ? l.KindAr : l.KindFr, text[$"role.{l.Role}"], arabic ? l.PlaceAr : l.PlaceFr, l.Acts, l.Median, l.Ninth, l.Slowest]),
        ]);
    }
}
