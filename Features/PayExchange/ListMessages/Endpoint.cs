using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.PayExchange.ListMessages;

/// <summary>The pay office reconciles: what was sent to the finance ministry, what it has, what it visaed or refused, what has no answer for too long, and what could not be delivered.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("", (string? state, string? q, int? page, Bus bus) => bus.Ask(new Query(state, q, page ?? 1, IsWhole: false)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"list.{kind}", (string? state, string? q, Bus bus, Text text, Reader reader, ExportDesk exports) =>
                bus.Ask(new Query(state, q, 1, IsWhole: true)).Then(list => exports.Hand(ExportKinds.PayExchange, list.Lines.Select(l => l.EmployeeId).Distinct().Count(), () => File(kind, list, text, reader))));

        area.Api.MapGet("", (string? state, string? q, int? page, Bus bus) => bus.Ask(new Query(state, q, page ?? 1, IsWhole: false)).AsJson());
    }

    private static IResult File(string kind, Listed list, Text text, Reader reader) =>
        SheetFile.Of(kind, "finance-messages", text["pay-exchange.title"], text.Language == "ar", [text["pay-exchange.title"]],
            [
                SheetFile.HeadOf(text, "pay-exchange.key", "ui.ppr", "ui.name", "pay-exchange.decision", "pay-exchange.effective", "ui.status", "pay-exchange.since", "pay-exchange.reference", "ui.reason", "pay-exchange.hash"),
                .. list.Lines.Select(l => (IReadOnlyList<object?>)[l.Key, l.Ppr, reader.Name(l.NameAr, l.NameLatin), l.Number, l.EffectiveOn is { } on ? Formats.ShortDate(on) : null, text[$"pay-exchange.state.{l.State}"], Formats.ShortDate(MoroccanDay.Of(l.Since)),
                    l.Reference, l.ReasonCode is { } code ? text[$"pay-exchange.reason.{code}"] : l.Failure is { } failure ? text[$"pay-exchange.failure.{failure}"] : null, l.Hash]),
            ]);
}
