using System.Globalization;
using Massar.Features.Exports.Domain;
using Massar.Features.Guidance.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Guidance.ShowCampaign;

/// <summary>The directorate sees a campaign whole: how far everybody is, whom somebody has to decide on, and what comes next.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Commission).NeverStored();

        area.Pages.MapGet("campaigns/{campaign:int}", (int campaign, string? show, int? page, Bus bus) => bus.Ask(new Query(campaign, show, page)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"campaigns/{{campaign:int}}/list.{kind}", (int campaign, string? show, Bus bus, Text text, ExportDesk exports) =>
                bus.Ask(new FileQuery(campaign, show)).Then(list => exports.Hand(ExportKinds.Guidance, list.Lines.Count, () => File(kind, list, text))));

        area.Api.MapGet("campaigns/{campaign:int}", (int campaign, string? show, int? page, Bus bus) => bus.Ask(new Query(campaign, show, page)).AsJson());
    }

    private static IResult File(string kind, Whole list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, string.Create(CultureInfo.InvariantCulture, $"guidance_{list.ToYear}"), text["guidance.title"], arabic, [$"{text["guidance.title"]} {(arabic ? list.LevelAr : list.LevelFr)} {Formats.SchoolYear(list.ToYear)}"],
            [
                [text["ui.massar-code"], text["ui.name"], text["ui.school"], text["guidance.average"], text["guidance.result"], text["guidance.stream"], text["ui.status"]],
                .. list.Lines.Select(l => (IReadOnlyList<object?>)[l.Code, arabic ? l.NameAr : l.NameLatin, arabic ? l.SchoolAr : l.SchoolFr, l.Average, arabic ? l.ToAr : l.ToFr, arabic ? l.StreamAr : l.StreamFr, text[GuidanceStates.Key(l.State)]]),
            ]);
    }
}
