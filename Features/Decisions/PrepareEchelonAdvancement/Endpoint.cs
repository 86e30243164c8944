using System.Globalization;
using Massar.Features.Decisions.Parts;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.PrepareEchelonAdvancement;

/// <summary>A human resources manager sees who has reached the next échelon, with the rule explained, and prepares the decisions.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "echelon";

    private static readonly string[] Heads = ["ui.ppr", "ui.name", "decisions.echelle", "decisions.echelon", "decisions.rating", "decisions.due-on", "decisions.explained"];

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, (string? on, string? show, string? q, int? page, Bus bus) =>
            bus.Ask(new Query(on, show, q, page ?? 1)).As<Form>());

        decisions.Pages.MapPost(Route, async (HttpRequest request, Bus bus) =>
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            var command = new Command(form["On"], [.. Numbers(form["Employee"])], form["All"] == "true");
            return await bus.Do(command).ThenAsk(new Query(command.On, null, null, 1)).GoingTo(p => Links.Batch(p.Batch), "decisions.prepared").As<Form>();
        });

        foreach (var kind in (string[])["csv", "xlsx"])
            decisions.Pages.MapGet($"{Route}.{kind}", (string? on, string? show, string? q, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(on, show, q, 1, IsWhole: true)).Then(list =>
                exports.Hand(ExportKinds.Advancements, list.Lines.Count, () => File(kind, list, text))));

        decisions.Api.MapGet(Route, (string? on, string? show, string? q, int? page, Bus bus) =>
            bus.Ask(new Query(on, show, q, page ?? 1)).AsJson());

        decisions.Api.MapPost(Route, (Input input, Bus bus) =>
            bus.Do(new Command(input.On, input.Employees ?? [], input.All)).AsJson());
    }

    private static IResult File(string kind, DueList list, Text text) => SheetFile.Of(kind, $"advancements-{list.Show}", text["decisions.prepare.title"], text.Language == "ar", [],
    [
        SheetFile.HeadOf(text, Heads),
        .. list.Lines.Select(l => (IReadOnlyList<object?>)[
            l.Ppr, text.Language == "ar" ? l.NameAr : l.NameLatin, l.Advancement.Now.Echelle, l.Advancement.Now.Echelon, l.Advancement.Rating, l.Advancement.DueOn, AdvancementWords.Of(text, l)]),
    ]);

    private static IEnumerable<long> Numbers(IEnumerable<string?> typed) =>
        typed.Select(t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(n => n > 0).Distinct();

    public sealed record Input(string? On, long[]? Employees, bool All);
}
