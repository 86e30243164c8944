using Massar.Features.Enrollments.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Enrollments.ImportPupils;

/// <summary>The head takes an empty list, sends a filled one, and sees the lists of the school: who brought which in, when, and what came of it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Exchange).NeverStored();

        area.Pages.MapGet("imports", (int? page, Bus bus) => bus.Ask(new Query(page, IsWhole: false)).As<Form>());

        area.Pages.MapPost("imports", async (HttpContext http, Bus bus) =>
            await bus.Do(await Sent(http)).ThenAsk(new Query(null, IsWhole: false)).GoingTo(sent => Links.Import(sent.Import)).As<Form>());

        area.Pages.MapGet("imports/model.xlsx", (Bus bus, Text text) => bus.Ask(new ModelQuery()).Then(model => File(model, text)));

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"imports/list.{kind}", (Bus bus, Text text, Reader reader, ExportDesk exports) =>
                bus.Ask(new Query(null, IsWhole: true)).Then(list => exports.Hand(ExportKinds.PupilImports, 0, () => File(kind, list, text, reader))));

        area.Api.MapGet("imports", (int? page, Bus bus) => bus.Ask(new Query(page, IsWhole: false)).AsJson());

        area.Api.MapPost("imports", async (HttpContext http, Bus bus) => await bus.Do(await Sent(http)).AsJson());
    }

    private static async Task<Command> Sent(HttpContext http)
    {
        var file = await SheetFiles.Uploaded(http.Request, http.RequestAborted);
        return new Command(file?.Name ?? "", file?.Content ?? []);
    }

    // Headings in both languages, whoever takes the file: the list goes from hand to hand. The example stands beside the rows, not among them.
    private static IResult File(Model model, Text text)
    {
        var arabic = text.Language == "ar";
        var columns = ImportColumns.All;
        return SheetFile.ToFill("pupils-model", text["enrollments.import.model.sheet"], arabic, [.. columns.Select(ImportColumns.ModelHeading)], rows: 200,
            new Dictionary<int, int> { [(int)ImportColumn.Class + 1] = 1, [(int)ImportColumn.Level + 1] = 2, [(int)ImportColumn.Stream + 1] = 3 },
            [
                (text["enrollments.import.model.guide"],
                [
                    SheetFile.HeadOf(text, "enrollments.import.model.column", "enrollments.import.model.how", "enrollments.import.model.example"),
                    .. columns.Select(c => (IReadOnlyList<object?>)[ImportColumns.ModelHeading(c), text[$"enrollments.import.how.{c}"], text[$"enrollments.import.example.{c}"]]),
                ]),
                (text["enrollments.import.model.classes"], [SheetFile.HeadOf(text, "ui.class", "ui.level", "enrollments.import.column.Stream"), .. model.Classes.Select(c => (IReadOnlyList<object?>)[c.Name, arabic ? c.LevelAr : c.LevelFr, arabic ? c.StreamAr : c.StreamFr])]),
                (text["enrollments.import.model.levels"], [SheetFile.HeadOf(text, "ui.level"), .. model.Classes.Select(c => arabic ? c.LevelAr : c.LevelFr).Distinct().Select(l => (IReadOnlyList<object?>)[l])]),
                (text["enrollments.import.model.streams"], [SheetFile.HeadOf(text, "enrollments.import.column.Stream"), .. model.Classes.Select(c => arabic ? c.StreamAr : c.StreamFr).OfType<string>().Distinct().Select(s => (IReadOnlyList<object?>)[s])]),
            ]);
    }

    private static IResult File(string kind, Listed list, Text text, Reader reader) =>
        SheetFile.Of(kind, "pupil-imports", text["enrollments.imports"], text.Language == "ar", [text["enrollments.imports"]],
            [
                SheetFile.HeadOf(text, "ui.file", "enrollments.imports.by", "enrollments.imports.sent", "ui.status", "enrollments.imports.done", "enrollments.imports.rows", "enrollments.imports.created", "enrollments.imports.enrolled", "enrollments.imports.seated", "enrollments.imports.moved"),
                .. list.Lines.Select(l => (IReadOnlyList<object?>)[l.FileName, reader.Name(l.ByAr, l.ByLatin), Formats.ShortDate(MoroccanDay.Of(l.SentAt)), text[$"enrollments.import.state.{l.Shown}"],
                    l.DoneAt is { } done ? Formats.ShortDate(MoroccanDay.Of(done)) : null, l.Rows, l.Created, l.Enrolled, l.Seated, l.Moved]),
            ]);
}
