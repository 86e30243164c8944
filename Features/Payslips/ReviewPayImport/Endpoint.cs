using System.Globalization;
using Massar.Features.Exports.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Payslips.ReviewPayImport;

/// <summary>The pay office reads what a pay file would write and what is wrong with it, row by row, and confirms it or lets it go.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "imports/{id:int}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Import).NeverStored();

        area.Pages.MapGet(Route, (int id, string? show, int? page, Bus bus) => bus.Ask(new Query(id, show, page)).As<Card>());

        area.Pages.MapPost(Route, async (int id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(id, TypedVersion.Read(form["Version"]), form["Leaves"] == "true")).ThenAsk(new Query(id, null, null))
                .GoingTo(done => done.Job is { } job ? Jobs.Links.Job(job) : Links.Import(id), saying: "payslips.import.confirmed").As<Card>();
        });

        area.Pages.MapPost($"{Route}/again", (int id, Bus bus) => bus.Do(new AgainCommand(id)).ThenGo(done => done.Job is { } job ? Jobs.Links.Job(job) : Links.Import(id)));

        area.Pages.MapPost($"{Route}/drop", (int id, Bus bus) => bus.Do(new DropCommand(id)).ThenGo(_ => Links.Imports, "payslips.import.dropped"));

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"{Route}/rows.{kind}", (int id, string? show, Bus bus, Text text, ExportDesk exports) =>
                bus.Ask(new FileQuery(id, show)).Then(list => exports.Hand(ExportKinds.PayImport, list.People.Count, () => File(kind, list, text))));

        area.Api.MapGet(Route, (int id, string? show, int? page, Bus bus) => bus.Ask(new Query(id, show, page)).AsJson());
        area.Api.MapPost(Route, (int id, ApiInput input, Bus bus) => bus.Do(new Command(id, input.Version, input.Leaves)).AsJson());
        area.Api.MapPost($"{Route}/again", (int id, Bus bus) => bus.Do(new AgainCommand(id)).AsJson());
        area.Api.MapDelete(Route, (int id, Bus bus) => bus.Do(new DropCommand(id)).AsJson());
    }

    private static IResult File(string kind, Whole list, Text text) =>
        SheetFile.Of(kind, string.Create(CultureInfo.InvariantCulture, $"pay-file-{list.Import}"), text["payslips.imports"], text.Language == "ar", [list.FileName],
            [
                SheetFile.HeadOf(text, "payslips.import.row", "ui.ppr", "payslips.import.code", "payslips.amount", "payslips.import.side", "payslips.import.result"),
                .. list.People.SelectMany(p => p.Lines.Select(l => (IReadOnlyList<object?>)
                [
                    l.Row, p.Ppr, l.Code, l.Amount, l.IsCredit switch { true => PayFile.Credit, false => PayFile.Debit, null => null },
                    // What concerns the person as a whole stands at the first row.
                    string.Join(" – ", p.Problems.Where(x => x.Row == l.Row).Select(x => text[x.Key, [.. x.Args]])) is { Length: > 0 } said ? said : text[p.IsWritten ? "payslips.import.is-written" : p.Problems.Count > 0 ? "payslips.import.left-out" : "payslips.import.ready"],
                ])),
            ]);

    /// <param name="Version">As it was read.</param>
    /// <param name="Leaves">People with a wrong row may be left out.</param>
    public sealed record ApiInput(int Version, bool Leaves);
}
