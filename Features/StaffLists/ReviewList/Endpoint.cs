using Massar.Features.Exports.Domain;
using Massar.Features.StaffLists.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;
using static System.FormattableString;

namespace Massar.Features.StaffLists.ReviewList;

/// <summary>The manager reads what each row of a list of staff would do, settles contradictions, and confirms, or lets it go; what opens files is confirmed by a second person of the office; afterwards the page says what was done.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:int}";

    public static void Map(AreaRoutes area)
    {
        var reading = area.Requiring(Permissions.Follow).NeverStored();
        var confirming = area.Requiring(Permissions.Import, Permissions.Confirm).NeverStored();
        area = area.Requiring(Permissions.Import).NeverStored();

        reading.Pages.MapGet(Route, (int id, string? show, int? page, Bus bus) => bus.Ask(new Query(id, show, page)).As<Card>());

        confirming.Pages.MapPost(Route, async (int id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(id, TypedVersion.Read(form["Version"]))).ThenAsk(new Query(id, null, null))
                .GoingTo(done => done.Job is { } job ? Jobs.Links.Job(job) : Links.List(id), saying: "staff-lists.confirmed").As<Card>();
        });

        area.Pages.MapPost($"{Route}/words", async (int id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var said = form.Where(f => f.Key.StartsWith("r[", StringComparison.Ordinal) && f.Key.EndsWith(']')).ToDictionary(f => f.Key[2..^1], f => f.Value.ToString(), StringComparer.Ordinal);
            return await bus.Do(new SayCommand(id, TypedVersion.Read(form["Version"]), said)).ThenGo(_ => Links.List(id), "staff-lists.said");
        });

        area.Pages.MapPost($"{Route}/check", async (int id, HttpRequest request, Bus bus, CancellationToken ct) =>
            await bus.Do(new CheckCommand(id, TypedVersion.Read((await request.ReadFormAsync(ct))["Version"]))).ThenGo(_ => Links.List(id), "staff-lists.checked"));

        area.Pages.MapPost($"{Route}/drop", async (int id, HttpRequest request, Bus bus, CancellationToken ct) =>
            await bus.Do(new DropCommand(id, TypedVersion.Read((await request.ReadFormAsync(ct))["Version"]))).ThenGo(_ => Links.All, "staff-lists.dropped"));

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"{Route}/rows.{kind}", (int id, string? show, Bus bus, Text text, ExportDesk exports) =>
                bus.Ask(new FileQuery(id, show)).Then(list => exports.Hand(ExportKinds.StaffList, list.Rows.Count, () => File(kind, list, text))));

        reading.Api.MapGet(Route, (int id, string? show, int? page, Bus bus) => bus.Ask(new Query(id, show, page)).AsJson());
        confirming.Api.MapPost(Route, (int id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Version)).AsJson());
        area.Api.MapPost($"{Route}/words", (int id, ApiWords input, Bus bus) => bus.Do(new SayCommand(id, input.Version, input.Rows ?? [])).AsJson());
        area.Api.MapPost($"{Route}/check", (int id, ApiInput input, Bus bus) => bus.Do(new CheckCommand(id, input.Version)).AsJson());
        area.Api.MapPost($"{Route}/drop", (int id, ApiInput input, Bus bus) => bus.Do(new DropCommand(id, input.Version)).AsJson());
    }

    // The columns of the model first: mended, the very file comes back.
    private static IResult File(string kind, Whole list, Text text) =>
        SheetFile.Of(kind, Invariant($"staff-list-{list.List}"), text["staff-lists.title"], text.Language == "ar", [list.FileName],
            [
                [.. StaffColumns.All.Select(StaffColumns.ModelHeading), text["staff-lists.row"], text["staff-lists.fate"], text["staff-lists.why"], text["staff-lists.changes"]],
                .. list.Rows.Select(r => (IReadOnlyList<object?>)
                [
                    .. StaffColumns.All.Select(c => r.Cells.GetValueOrDefault(c) is var typed && r.Problems.Any(p => p.Column == c) ? new MarkedCell(typed) : (object?)typed),
                    r.Number, text[$"staff-lists.{(r.IsWritten ? "did" : "fate")}.{r.Fate}"],
                    string.Join(" – ", r.Problems.Select(p => (p.Column is { } column ? text[StaffColumns.Heading(column)] + text["ui.colon"] : "") + text[p.Key, [.. p.Args]])),
                    string.Join(" – ", r.Changes.Select(c => $"{text[StaffColumns.Heading(c.Column)]}{text["ui.colon"]}{(c.Old.Length > 0 ? c.Old : "–")} → {c.New}")),
                ]),
            ]);

    /// <param name="Version">As it was read.</param>
    public sealed record ApiInput(int Version);

    /// <param name="Rows">Number of a row → "other", "list", "file", or the number of the file of the same person.</param>
    public sealed record ApiWords(int Version, Dictionary<string, string>? Rows);
}
