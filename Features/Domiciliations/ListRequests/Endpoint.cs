using Massar.Features.Domiciliations.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Domiciliations.ListRequests;

/// <summary>The HR office sees the requests of its people, the oldest first; the whole number is on no list and in no file.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Treat).NeverStored();

        area.Pages.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, Reader reader, ExportDesk exports) => bus.Ask(filter.Whole()).Then(board =>
                exports.Hand(ExportKinds.Domiciliations, board.Lines.Select(l => l.EmployeeId).Distinct().Count(), () => File(kind, board, text, reader))));

        area.Api.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="State">"open" (also without it), "late", "all", or a state by name.</param>
    /// <param name="Q">A name in either script, or a PPR.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? State, string? Q, int? P)
    {
        internal Query Page() => new(State, Q, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(State, Q, 1, IsWhole: true);
    }

    private static IResult File(string kind, Board board, Text text, Reader reader) =>
        SheetFile.Of(kind, "domiciliations", text["domiciliations.title"], text.Language == "ar", [text["domiciliations.title"]],
        [
            SheetFile.HeadOf(text, "ui.ppr", "ui.name", "domiciliations.place", "domiciliations.bank", "domiciliations.account", "domiciliations.sent-on", "ui.status", "domiciliations.since", "ui.reason", "domiciliations.first-month"),
            .. board.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Ppr, reader.Name(l.NameAr, l.NameLatin), reader.Name(l.PlaceAr, l.PlaceFr), l.BankAr is null ? l.BankCode : reader.Name(l.BankAr, l.BankFr!), l.Account, MoroccanDay.Of(l.SentAt!.Value), text[$"domiciliations.state.{l.State}"], MoroccanDay.Of(l.StateSince),
                l.ReasonCode is not { } code ? null : text[l.State == DomiciliationState.Rejected ? $"pay-exchange.reason.{code}" : $"domiciliations.reason.{code}"], l.EffectiveFrom]),
        ]);
}
