using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ListHandDeliveries;

/// <summary>The human resources office sees which signed decisions lay unopened and are to be handed over on paper, and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "deliveries";

    private static readonly string[] Heads = ["ui.ppr", "ui.name", "decisions.delivery.workplace", "decisions.delegation.number", "decisions.signed-on", "decisions.notified-on"];

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, (string? show, string? q, int? page, Bus bus) => bus.Ask(new Query(show, q, page ?? 1)).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            decisions.Pages.MapGet($"{Route}.{kind}", (string? show, string? q, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(show, q, 1, IsWhole: true)).Then(list =>
                exports.Hand(ExportKinds.HandDeliveries, list.Lines.Count, () => File(kind, list, text))));

        decisions.Api.MapGet(Route, (string? show, string? q, int? page, Bus bus) => bus.Ask(new Query(show, q, page ?? 1)).AsJson());
    }

    private static IResult File(string kind, Deliveries list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "deliveries", text["decisions.delivery.title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[l.Ppr, arabic ? l.NameAr : l.NameLatin, arabic ? l.PlaceAr : l.PlaceFr, l.Number, MoroccanDay.Of(l.SignedAt), l.NotifiedAt is { } at ? MoroccanDay.Of(at) : null]),
        ]);
    }
}
