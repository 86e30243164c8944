using Massar.Features.Contributions.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Contributions.ShowBook;

/// <summary>The desk and the head read the cash book day by day, and take its entries along as a sheet.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads =
        ["ui.date", "documents.number", "contributions.what", "contributions.whose", "ui.massar-code", "contributions.in", "contributions.out", "contributions.cancels", "ui.reason", "contributions.reference"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Receive).NeverStored();

        area.Pages.MapGet("book", ([AsParameters] Period period, Bus bus) => bus.Ask(new Query(period.From, period.To, period.P ?? 1)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"book.{kind}", ([AsParameters] Period period, Text text, Reader reader, Bus bus, ExportDesk exports) =>
                bus.Ask(new SheetQuery(period.From, period.To)).Then(found => exports.Hand(ExportKinds.CashBook, found.Lines.Select(l => l.PupilId).OfType<long>().Distinct().Count(), () => File(kind, found, text, reader))));

        area.Api.MapGet("book", ([AsParameters] Period period, Bus bus) => bus.Ask(new Query(period.From, period.To, period.P ?? 1)).AsJson());
    }

    /// <param name="From">yyyy-MM-dd; what is no day asks for all.</param>
    public readonly record struct Period(string? From, string? To, int? P);

    private static IResult File(string kind, Entries found, Text text, Reader reader) =>
        SheetFile.Of(kind, "cash-book", text["contributions.tab.book"], text.Language == "ar", [text["contributions.tab.book"]],
        [
            SheetFile.HeadOf(text, Heads),
            .. found.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Day, l.Number, text[$"contributions.kind.{l.Kind}"], reader.Name(l.NameAr, l.NameLatin), l.MassarCode, l.IsIncome ? l.Total : null, l.IsIncome ? null : -l.Total, l.Cancels, l.Reason, l.Reference]),
        ]);
}
