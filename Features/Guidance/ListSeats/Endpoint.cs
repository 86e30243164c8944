using System.Globalization;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Guidance.ListSeats;

/// <summary>The directorate sees which of its schools take pupils in, with how many seats, and takes the list of all streams away.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission).NeverStored();

        area.Pages.MapGet("campaigns/{campaign:int}/seats", (int campaign, int? page, Bus bus) => bus.Ask(new Query(campaign, page)).As<Table>());

        // No person is named in it.
        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"campaigns/{{campaign:int}}/seats/list.{kind}", (int campaign, Bus bus, Text text, Reader reader, ExportDesk exports) =>
                bus.Ask(new FileQuery(campaign)).Then(list => exports.Hand(ExportKinds.GuidanceSeats, 0, () => File(kind, list, text, reader))));

        area.Api.MapGet("campaigns/{campaign:int}/seats", (int campaign, int? page, Bus bus) => bus.Ask(new Query(campaign, page)).AsJson());
    }

    private static IResult File(string kind, Whole list, Text text, Reader reader) =>
        SheetFile.Of(kind, string.Create(CultureInfo.InvariantCulture, $"guidance-seats_{list.ToYear}"), text["guidance.seats"], text.Language == "ar",
            [$"{text["guidance.seats"]} – {reader.Name(list.LevelAr, list.LevelFr)} {Formats.SchoolYear(list.ToYear)}"],
            [
                SheetFile.HeadOf(text, "schools.gresa", "ui.school", "guidance.commune", "guidance.stream", "guidance.seats", "guidance.former"),
                .. list.Lines.Select(l => (IReadOnlyList<object?>)[l.GresaCode, reader.Name(l.NameAr, l.NameFr), reader.Name(l.CommuneAr, l.CommuneFr), reader.Name(l.StreamAr ?? "", l.StreamFr ?? ""), l.Seats, l.Former]),
            ]);
}
