using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ListPhrases;

/// <summary>A teacher reads the own phrases of remarks, in their order, and brings a deleted one back.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter).NeverStored();

        area.Pages.MapGet("phrases", (string? language, Bus bus) => bus.Ask(new Query(language)).As<List>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"phrases/list.{kind}", (string? language, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(language)).Then(kept => exports.Hand(ExportKinds.Phrases, 0, () => File(kind, kept, text))));

        area.Api.MapGet("phrases", (string? language, Bus bus) => bus.Ask(new Query(language)).AsJson());
    }

    private static IResult File(string kind, Kept kept, Text text) => SheetFile.Of(kind, "phrases", text["marks.phrases"], kept.Language == "ar", [],
    [
        SheetFile.HeadOf(text, "marks.phrase.text", "marks.phrase.band", "marks.phrase.trend"),
        .. kept.Lines.Select(l => (IReadOnlyList<object?>)[l.Text, text[$"marks.band.{l.Band}"], text[$"marks.trend.{l.Trend}"]]),
    ]);
}
