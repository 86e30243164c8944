using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Escalations.ListWaiting;

/// <summary>A head sees what waits for the own word, the nearest last day first, what goes up to the directorate soon and what went.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Head).NeverStored();

        area.Pages.MapGet("", (string? state, int? p, Bus bus) => bus.Ask(Page(state, p)).As<Table>());

        foreach (var ending in SheetFile.Kinds)
            area.Pages.MapGet($"list.{ending}", (string? state, Bus bus, Text text) => bus.Ask(new Query(state, 1, IsWhole: true)).Then(list => File(ending, list, text)));

        area.Api.MapGet("", (string? state, int? p, Bus bus) => bus.Ask(Page(state, p)).AsJson());
    }

    private static Query Page(string? state, int? p) => new(state, p is > 0 and < 100_000 ? p.Value : 1, IsWhole: false);

    // Kinds and numbers of cases, no people: it leaves without leave.
    private static IResult File(string ending, Listed list, Text text) =>
        SheetFile.Of(ending, $"waiting_{list.Today:yyyy-MM-dd}", text["escalations.title"], text.Language == "ar", [$"{text["escalations.title"]} – {Infrastructure.Text.Formats.ShortDate(list.Today)}"],
        [
            SheetFile.HeadOf(text, "escalations.kind", "escalations.number", "escalations.since", "escalations.due", "ui.status"),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[text[$"escalations.kind.{l.Kind}"], l.Number, l.Since, l.DueOn, l.PassedOn is { } day ? text["escalations.passed-on", Infrastructure.Text.Formats.ShortDate(day)] : text[$"escalations.state.{l.State}"]]),
        ]);
}
