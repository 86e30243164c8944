using Massar.Features.Exports.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Transfers.ListTransfers;

/// <summary>A school sees who comes and who goes, a directorate what waits and for whom, and both take the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    // The eight columns of the ministry's own list of transfers, and where each stands.
    private static readonly string[] Heads = ["ui.massar-code", "transfers.name-ar", "transfers.name-latin", "ui.date", "transfers.kind", "transfers.from", "transfers.to", "transfers.directorates", "ui.status", "transfers.turn"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"/list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, ExportDesk exports) => bus.Ask(filter.Whole()).Then(board =>
                exports.Hand(ExportKinds.Transfers, board.Lines.Select(l => l.MassarCode).Distinct().Count(), () => File(kind, board, text))));

        area.Api.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="Side">"in" for those who come (also without it), "out" for those who go.</param>
    /// <param name="State">"live" (also without it), "done", "all", or a state by name.</param>
    /// <param name="Q">A name in either script, or a Massar code.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? Side, string? State, string? Q, int? P)
    {
        internal Query Page() => new(Side == "out", State, Q, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(Side == "out", State, Q, 1, IsWhole: true);
    }

    private static IResult File(string kind, Board board, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "transfers", text["transfers.title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. board.Lines.Select(l => (IReadOnlyList<object?>)[
                l.MassarCode, l.NameAr, l.NameLatin, DateOnly.FromDateTime(MoroccanDay.Local(l.AskedAt)), arabic ? l.KindAr : l.KindFr, arabic ? l.FromAr : l.FromFr, arabic ? l.ToAr : l.ToFr,
                arabic ? $"{l.FromDirectorateAr} – {l.ToDirectorateAr}" : $"{l.FromDirectorateFr} – {l.ToDirectorateFr}", text[TransferStates.Key(l.State)], text[$"transfers.turn.{TransferStates.Of(l.State).Turn}"]]),
        ]);
    }
}
