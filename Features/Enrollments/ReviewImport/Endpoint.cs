using System.Globalization;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Enrollments.ReviewImport;

/// <summary>The head reads what each row of a list would do, says who is the same child, and confirms, or lets it go; afterwards the page says what was done.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "imports/{id:int}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Exchange).NeverStored();

        area.Pages.MapGet(Route, (int id, string? show, int? page, Bus bus) => bus.Ask(new Query(id, show, page)).As<Card>());

        area.Pages.MapPost(Route, async (int id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(id, TypedVersion.Read(form["Version"]), form["Beyond"] == "true")).ThenAsk(new Query(id, null, null))
                .GoingTo(done => done.Job is { } job ? Jobs.Links.Job(job) : Links.Import(id), saying: "enrollments.import.confirmed").As<Card>();
        });

        area.Pages.MapPost($"{Route}/children", async (int id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var chosen = form.Where(f => f.Key.StartsWith("r[", StringComparison.Ordinal) && f.Key.EndsWith(']')).ToDictionary(f => f.Key[2..^1], f => f.Value.ToString(), StringComparer.Ordinal);
            return await bus.Do(new ChooseCommand(id, TypedVersion.Read(form["Version"]), chosen)).ThenGo(_ => Links.Import(id), "enrollments.import.chosen");
        });

        area.Pages.MapPost($"{Route}/check", (int id, Bus bus) => bus.Do(new CheckCommand(id)).ThenGo(_ => Links.Import(id), "enrollments.import.checked"));

        area.Pages.MapPost($"{Route}/drop", (int id, Bus bus) => bus.Do(new DropCommand(id)).ThenGo(_ => Links.Imports, "enrollments.import.dropped"));

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"{Route}/rows.{kind}", (int id, string? show, Bus bus, Text text, ExportDesk exports) =>
                bus.Ask(new FileQuery(id, show)).Then(list => exports.Hand(ExportKinds.PupilImport, list.Rows.Count, () => File(kind, list, text))));

        area.Api.MapGet(Route, (int id, string? show, int? page, Bus bus) => bus.Ask(new Query(id, show, page)).AsJson());
        area.Api.MapPost(Route, (int id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Version, input.Beyond)).AsJson());
        area.Api.MapPost($"{Route}/children", (int id, ApiChoices input, Bus bus) => bus.Do(new ChooseCommand(id, input.Version, input.Rows ?? [])).AsJson());
        area.Api.MapPost($"{Route}/check", (int id, Bus bus) => bus.Do(new CheckCommand(id)).AsJson());
        area.Api.MapDelete(Route, (int id, Bus bus) => bus.Do(new DropCommand(id)).AsJson());
    }

    // The columns of the model first: mended, the very file comes back.
    private static IResult File(string kind, Whole list, Text text) =>
        SheetFile.Of(kind, string.Create(CultureInfo.InvariantCulture, $"import-{list.Import}"), text["enrollments.imports"], text.Language == "ar", [list.FileName],
            [
                [.. ImportColumns.All.Select(ImportColumns.ModelHeading), text["enrollments.import.row"], text["enrollments.import.fate"], text["enrollments.import.why"], text["enrollments.import.issued"]],
                .. list.Rows.Select(r => (IReadOnlyList<object?>)
                [
                    .. ImportColumns.All.Select(c => r.Cells.GetValueOrDefault(c) is var typed && r.Problems.Any(p => p.Column == c) ? new MarkedCell(typed) : (object?)typed),
                    r.Number, text[$"enrollments.import.{(r.IsWritten ? "done" : "fate")}.{r.Fate}"],
                    string.Join(" – ", r.Problems.Select(p => (p.Column is { } column ? text[ImportColumns.Heading(column)] + text["ui.colon"] : "") + text[p.Key, [.. p.Args]])), r.Code,
                ]),
            ]);

    /// <param name="Version">As it was read.</param>
    /// <param name="Beyond">Classes may be filled beyond their size.</param>
    public sealed record ApiInput(int Version, bool Beyond);

    /// <param name="Rows">Number of a row → "other", or the number of the file of the same child.</param>
    public sealed record ApiChoices(int Version, Dictionary<string, string>? Rows);
}
