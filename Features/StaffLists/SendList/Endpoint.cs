using Massar.Features.Exports.Domain;
using Massar.Features.StaffLists.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffLists.SendList;

/// <summary>A human resources manager takes an empty list of staff, sends a filled one, and sees the lists of the office: who brought which in, when, and what came of it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var reading = area.Requiring(Permissions.Follow).NeverStored();
        area = area.Requiring(Permissions.Import).NeverStored();

        reading.Pages.MapGet("/", (int? page, Bus bus) => bus.Ask(new Query(page, IsWhole: false)).As<Form>());

        area.Pages.MapPost("/", async (HttpContext http, Bus bus) =>
            await bus.Do(await Sent(http)).ThenAsk(new Query(null, IsWhole: false)).GoingTo(sent => Links.List(sent.List)).As<Form>());

        area.Pages.MapGet("model.xlsx", (Bus bus, Text text) => bus.Ask(new ModelQuery()).Then(model => File(model, text)));

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"list.{kind}", (Bus bus, Text text, Reader reader, ExportDesk exports) =>
                bus.Ask(new Query(null, IsWhole: true)).Then(list => exports.Hand(ExportKinds.StaffLists, 0, () => File(kind, list, text, reader))));

        reading.Api.MapGet("", (int? page, Bus bus) => bus.Ask(new Query(page, IsWhole: false)).AsJson());

        area.Api.MapPost("", async (HttpContext http, Bus bus) => await bus.Do(await Sent(http)).AsJson());
    }

    private static async Task<Command> Sent(HttpContext http)
    {
        var file = await SheetFiles.Uploaded(http.Request, http.RequestAborted);
        var source = http.Request.HasFormContentType ? (await http.Request.ReadFormAsync(http.RequestAborted))["Source"].ToString() : "";
        return new Command(file?.Name ?? "", source, file?.Content ?? []);
    }

    // Headings in both languages, whoever takes the file: the list goes from hand to hand.
    private static IResult File(Model model, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.ToFill("staff-model", text["staff-lists.model.sheet"], arabic, [.. StaffColumns.All.Select(StaffColumns.ModelHeading)], rows: 200,
            new Dictionary<int, int> { [(int)StaffColumn.Grade + 1] = 1, [(int)StaffColumn.Position + 1] = 2, [(int)StaffColumn.Discipline + 1] = 3 },
            [
                (text["staff-lists.model.guide"],
                [
                    SheetFile.HeadOf(text, "staff-lists.model.column", "staff-lists.model.how", "staff-lists.model.example"),
                    .. StaffColumns.All.Select(c => (IReadOnlyList<object?>)[StaffColumns.ModelHeading(c), text[$"staff-lists.how.{c}"], text[$"staff-lists.example.{c}"]]),
                ]),
                (text["staff-lists.column.Grade"], [SheetFile.HeadOf(text, "staff-lists.column.Grade", "ui.name", "staff-lists.model.scale"), .. model.Grades.Select(g => (IReadOnlyList<object?>)[g.Code, arabic ? g.NameAr : g.NameFr, g.Echelle])]),
                (text["staff-lists.column.Position"], [SheetFile.HeadOf(text, "staff-lists.column.Position", "ui.name"), .. model.Positions.Select(p => (IReadOnlyList<object?>)[p.Code, arabic ? p.NameAr : p.NameFr])]),
                (text["staff-lists.column.Discipline"], [SheetFile.HeadOf(text, "staff-lists.column.Discipline", "ui.name"), .. model.Disciplines.Select(d => (IReadOnlyList<object?>)[d.Code, arabic ? d.NameAr : d.NameFr])]),
            ]);
    }

    private static IResult File(string kind, Listed list, Text text, Reader reader) =>
        SheetFile.Of(kind, "staff-lists", text["staff-lists.title"], text.Language == "ar", [text["staff-lists.title"]],
            [
                SheetFile.HeadOf(text, "ui.file", "staff-lists.source", "staff-lists.by", "staff-lists.sent", "ui.status", "staff-lists.done", "staff-lists.rows", "staff-lists.created", "staff-lists.changed"),
                .. list.Lines.Select(l => (IReadOnlyList<object?>)[l.FileName, l.Source, reader.Name(l.ByAr, l.ByLatin), Formats.ShortDate(MoroccanDay.Of(l.SentAt)), text[$"staff-lists.state.{l.Shown}"],
                    l.DoneAt is { } done ? Formats.ShortDate(MoroccanDay.Of(done)) : null, l.Rows, l.Created, l.Changed]),
            ]);
}
