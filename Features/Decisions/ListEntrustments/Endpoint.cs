using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ListEntrustments;

/// <summary>The human resources office sees who is entrusted with which function of its schools, which of them end soon, and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "entrustments";

    private static readonly string[] Heads = ["ui.ppr", "ui.name", "decisions.row.function", "decisions.row.function-place", "decisions.reason", "decisions.entrustments.from", "decisions.row.until", "decisions.show.title"];

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, (string? show, string? q, int? page, Bus bus) => bus.Ask(new Query(show, q, page ?? 1, IsWhole: false)).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            decisions.Pages.MapGet($"{Route}.{kind}", (string? show, string? q, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(show, q, 1, IsWhole: true)).Then(list =>
                exports.Hand(ExportKinds.Entrustments, list.Lines.Select(l => l.Ppr).Distinct().Count(), () => File(kind, list, text))));

        decisions.Api.MapGet(Route, (string? show, string? q, int? page, Bus bus) => bus.Ask(new Query(show, q, page ?? 1, IsWhole: false)).AsJson());
    }

    private static IResult File(string kind, Entrustments list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "entrustments", text["decisions.entrustments.title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Ppr, arabic ? l.NameAr : l.NameLatin, text[$"decisions.function.{l.Function}"], arabic ? l.PlaceAr : l.PlaceFr,
                text[$"decisions.reason.{(l.IsInterim ? "holder-away" : "post-vacant")}"], l.StartsOn, l.EndsOn, l.Number]),
        ]);
    }
}
