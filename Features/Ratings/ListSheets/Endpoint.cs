using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Ratings.ListSheets;

/// <summary>A directorate or an academy sees how far the ratings of each place below it are, in numbers without names.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["ratings.place", "ratings.staff", "ratings.state.none", "ratings.state.Draft", "ratings.state.Sent", "ratings.state.Returned", "ratings.state.Fixed"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Fix, Permissions.Follow).NeverStored();

        area.Pages.MapGet("", (int? year, string? show, int? page, Bus bus) => bus.Ask(new Query(year, show, page ?? 1, IsWhole: false)).As<Table>());

        foreach (var ending in (string[])["csv", "xlsx"])
            area.Pages.MapGet($"list.{ending}", (int? year, string? show, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(year, show, 1, IsWhole: true)).Then(list =>
                exports.Hand(ExportKinds.RatingSheets, 0, () => File(ending, list, text))));

        area.Api.MapGet("", (int? year, string? show, int? page, Bus bus) => bus.Ask(new Query(year, show, page ?? 1, IsWhole: false)).AsJson());
    }

    private static IResult File(string ending, Sheets list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(ending, "rating-sheets", text["ratings.sheets"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[arabic ? l.PlaceAr : l.PlaceFr, l.Staff, l.None, l.Draft, l.Sent, l.Returned, l.Fixed]),
        ]);
    }
}
