using Massar.Features.Contributions.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Contributions.ShowDay;

/// <summary>The desk and the head read a day of the cash book and print it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Receive).NeverStored();

        area.Pages.MapGet("days/{day}", (string day, int? p, Bus bus) => bus.Ask(new Query(CashDay.Of(day), p ?? 1)).As<Sheet>());

        area.Pages.MapGet("days/{day}/print", (string day, Bus bus, PdfPrinter printer, HttpContext http, ExportDesk exports) => bus.Ask(new PrintQuery(CashDay.Of(day))).Then(found => exports.Hand(
            ExportKinds.CashBook, found.Entries.Select(l => l.PupilId).OfType<long>().Distinct().Count(), () => PdfAnswer.Drawn(http, printer, $"cash-book-{TypedDay.Iso(CashDay.Of(day))}.pdf", [new BookPaper(found)]))));

        area.Api.MapGet("days/{day}", (string day, int? p, Bus bus) => bus.Ask(new Query(CashDay.Of(day), p ?? 1)).AsJson());
    }
}
