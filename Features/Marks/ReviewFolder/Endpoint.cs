using System.Globalization;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ReviewFolder;

/// <summary>What each workbook of a folder would do, in one report; its owner confirms once, lets it go, and reads afterwards what was done.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "folders/{id:guid}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter).NeverStored();

        area.Pages.MapGet(Route, (Guid id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Pages.MapPost(Route, async (Guid id, HttpContext http, Bus bus) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            return await bus.Do(new Command(id, form["Fingerprint"])).ThenAsk(new Query(id)).GoingTo(_ => Links.Folder(id)).As<Card>();
        });

        area.Pages.MapPost($"{Route}/resume", (Guid id, Bus bus) => bus.Do(new ResumeCommand(id)).ThenGo(_ => Links.Folder(id)));

        area.Pages.MapPost($"{Route}/drop", (Guid id, Bus bus) => bus.Do(new DropCommand(id)).ThenGo(_ => Links.Folders, "marks.folder.dropped"));

        area.Pages.MapPost($"{Route}/undo", (Guid id, Bus bus) => bus.Do(new UndoCommand(id)).ThenGo(_ => Links.Folder(id)));

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"{Route}/report.{kind}", (Guid id, Bus bus, Text text, Reader reader, ExportDesk exports) =>
                bus.Ask(new Query(id)).Then(report => exports.Hand(ExportKinds.Marks, report.Persons, () => File(kind, report, text, reader))));

        area.Api.MapGet(Route, (Guid id, Bus bus) => bus.Ask(new Query(id)).AsJson());
        area.Api.MapPost(Route, (Guid id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Fingerprint)).AsJson());
        area.Api.MapPost($"{Route}/resume", (Guid id, Bus bus) => bus.Do(new ResumeCommand(id)).AsJson());
        area.Api.MapPost($"{Route}/undo", (Guid id, Bus bus) => bus.Do(new UndoCommand(id)).AsJson());
        area.Api.MapDelete(Route, (Guid id, Bus bus) => bus.Do(new DropCommand(id)).AsJson());
    }

    /// <param name="Fingerprint">The report's, so that what is confirmed is what was seen.</param>
    public sealed record ApiInput(string? Fingerprint);

    // A file has as many lines as things to say of it.
    private static IResult File(string kind, Report report, Text text, Reader reader) =>
        SheetFile.Of(kind, string.Create(CultureInfo.InvariantCulture, $"workbooks-{report.AskedAt:yyyyMMdd-HHmm}"), text["marks.folder.report"], text.Language == "ar", [report.Name],
        [
            SheetFile.HeadOf(text, "marks.folder.order", "ui.file", "ui.class", "ui.subject", "marks.folder.semester", "ui.status", "marks.folder.marks", "marks.folder.remarks", "marks.folder.unchanged", "marks.folder.left-empty", "marks.folder.said", "marks.folder.cell"),
            .. report.Files.SelectMany(f => f.Problems.DefaultIfEmpty().Select(p => (IReadOnlyList<object?>)
            [
                f.Number, f.Name, f.ClassName ?? "", reader.Name(f.SubjectAr ?? "", f.SubjectFr ?? ""), f.Semester, text[$"marks.folder.file-state.{f.State}"], f.Marks, f.Remarks, f.Unchanged, f.LeftEmpty,
                p is null ? "" : text[p.Key, [.. p.Arguments]], p?.Cell ?? "",
            ])),
        ]);
}
