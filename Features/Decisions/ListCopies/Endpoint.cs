using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ListCopies;

/// <summary>The office reads what its counter has handed over: by whom, to whom, when; and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "copies";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            decisions.Pages.MapGet($"{Route}.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, Reader reader, ExportDesk exports) => bus.Ask(filter.Whole()).Then(log =>
                exports.Hand(ExportKinds.DecisionCopies, log.Lines.Select(l => l.EmployeeId).Distinct().Count(), () => File(kind, log, text, reader))));

        decisions.Api.MapGet(Route, ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="Q">A name in either script, or a PPR.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? Q, int? P)
    {
        internal Query Page() => new(Q, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(Q, 1, IsWhole: true);
    }

    private static IResult File(string kind, Log log, Text text, Reader reader) =>
        SheetFile.Of(kind, "decision-copies", text["decisions.copies"], text.Language == "ar", [text["decisions.copies"]],
        [
            SheetFile.HeadOf(text, "ui.ppr", "ui.name", "decisions.show.title", "decisions.copies.number", "decisions.copies.on", "decisions.copies.by", "decisions.copies.as", "decisions.delivery.receipt"),
            .. log.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Ppr, reader.Name(l.NameAr, l.NameLatin), reader.Name(l.KindAr, l.KindFr), l.Number, MoroccanDay.Of(l.At), reader.Name(l.ByAr, l.ByLatin), text[l.IsDelivery ? "decisions.copies.delivery" : "decisions.copies.copy"], l.Receipt]),
        ]);
}
