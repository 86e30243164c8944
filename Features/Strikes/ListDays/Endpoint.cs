using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Strikes.ListDays;

/// <summary>Heads and directorates see by place and day how many were expected and absent, and where their cases stand; no names.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("", (string? from, string? to, int? page, Bus bus) => bus.Ask(new Query(from, to, page ?? 1)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"list.{kind}", (string? from, string? to, Bus bus, Text text, ExportDesk exports) =>
                bus.Ask(new Query(from, to, 1, IsWhole: true)).Then(days => exports.Hand(ExportKinds.Strikes, 0, () => File(kind, days, text))));

        area.Api.MapGet("", (string? from, string? to, int? page, Bus bus) => bus.Ask(new Query(from, to, page ?? 1)).AsJson());
    }

    private static IResult File(string kind, Days days, Text text) =>
        SheetFile.Of(kind, "strikes", text["strikes.title"], text.Language == "ar", [text["strikes.title"]],
        [
            SheetFile.HeadOf(text, "strikes.day", "strikes.place", "strikes.expected", "strikes.absent", "strikes.state.Told", "strikes.state.Replied", "strikes.state.Accepted", "strikes.state.Upheld", "strikes.state.Proposed"),
            .. days.Lines.Select(l => (IReadOnlyList<object?>)[l.Day, text.Language == "ar" ? l.PlaceAr : l.PlaceFr, l.Expected, l.Absent, l.Told, l.Replied, l.Accepted, l.Upheld, l.Proposed]),
        ]);
}
