using Massar.Features.Exports.Domain;
using Massar.Features.ReportCards.Parts;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.ReportCards.ShowCards;

/// <summary>The desk takes the cards of a batch: one file for the printer, or all sealed files as one ZIP.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue).NeverStored();

        area.Pages.MapGet("batches/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Pages.MapGet("batches/{id:long}/cards.pdf", (long id, Bus bus, ExportDesk exports) => bus.Ask(new FileQuery(id)).Then(file => exports.Hand(ExportKinds.ReportCards, file.Persons, () => new PartsFile(file))));

        area.Pages.MapGet("batches/{id:long}/cards.zip", (long id, Bus bus, ExportDesk exports) => bus.Ask(new ZipQuery(id)).Then(list => exports.Hand(ExportKinds.ReportCards, list.Entries.Count, () => new CardsZip(list))));

        area.Api.MapGet("batches/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapGet("batches/{id:long}/cards.pdf", (long id, Bus bus, ExportDesk exports) => bus.Ask(new FileQuery(id)).Then(file => exports.Hand(ExportKinds.ReportCards, file.Persons, () => new PartsFile(file))))
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf");

        area.Api.MapGet("batches/{id:long}/cards.zip", (long id, Bus bus, ExportDesk exports) => bus.Ask(new ZipQuery(id)).Then(list => exports.Hand(ExportKinds.ReportCards, list.Entries.Count, () => new CardsZip(list))))
            .Produces(StatusCodes.Status200OK, contentType: "application/zip");
    }
}
