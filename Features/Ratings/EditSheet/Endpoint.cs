using Massar.Features.Exports.Domain;
using Massar.Features.Ratings.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Ratings.EditSheet;

/// <summary>A head rates the staff of the school, twenty on a page, saved as often as wanted, and hands complete lines to the directorate; a director puts numbers right, rates whom nobody proposed, and fixes or returns lines.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "sheet";

    public static void Map(AreaRoutes area)
    {
        area = area.NeverStored();
        var readers = area.Requiring(Permissions.Propose, Permissions.Fix, Permissions.Follow);
        var writers = area.Requiring(Permissions.Propose, Permissions.Fix);

        readers.Pages.MapGet(Route, (int? place, int? year, int? page, Bus bus) => bus.Ask(new Query(place, year, page ?? 1)).As<Sheet>());

        foreach (var ending in (string[])["csv", "xlsx"])
            readers.Pages.MapGet($"{Route}.{ending}", (int? place, int? year, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(place, year, 1) { IsWhole = true }).Then(sheet =>
                exports.Hand(ExportKinds.Ratings, sheet.Lines.Count, () => File(ending, sheet, text))));

        writers.Pages.MapPost(Route, async (HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var (place, year, page) = (Number(form["Place"]), Number(form["Year"]), Number(form["Page"]));
            var lines = form["Line"].Select(l => (l ?? "").Split(':')).Where(l => l.Length == 2 && long.TryParse(l[0], out _))
                .Select(l => new TypedLine(long.Parse(l[0], System.Globalization.CultureInfo.InvariantCulture), Number(l[1]) ?? -1, [.. RatingRules.Criteria.Select(c => form[$"{c}-{l[0]}"].ToString())])).ToArray();
            var chosen = form["Chosen"].Select(c => long.TryParse(c, out var id) ? id : -1).ToArray();
            return await bus.Do(new Command(place, year, lines, form["Act"], chosen, form["Words"])).ThenAsk(new Query(place, year, page ?? 1))
                .Ending(done => new GoAnswer(Links.Sheet(place, year, page ?? 1), $"ratings.said.{done.Act}", [done.Count])).As<Sheet>();
        });

        readers.Api.MapGet(Route, (int? place, int? year, int? page, Bus bus) => bus.Ask(new Query(place, year, page ?? 1)).AsJson());

        writers.Api.MapPost(Route, (Input input, Bus bus) => bus.Do(new Command(input.Place, input.Year, input.Lines ?? [], input.Act, input.Chosen ?? [], input.Words)).AsJson());
    }

    private static int? Number(string? typed) => int.TryParse(typed, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IResult File(string ending, RatingSheet sheet, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(ending, "ratings", text["ratings.sheet"], arabic, [],
        [
            [.. SheetFile.HeadOf(text, ["ui.ppr", "ui.name"]), .. RatingRules.Criteria.Select(c => (object?)text[$"ratings.criterion.{c}"]), text["ratings.total"], text["ui.status"]],
            .. sheet.Lines.Select(l => (IReadOnlyList<object?>)[l.Ppr, arabic ? l.NameAr : l.NameLatin, .. l.Points.Select(p => (object?)p), l.Points.All(p => p is not null) ? l.Points.Sum() : null, l.State is { } state ? text[$"ratings.state.{state}"] : text["ratings.state.none"]]),
        ]);
    }

    /// <param name="Place">The reader's own without it.</param>
    /// <param name="Act">save (also without it), send, fix or return.</param>
    /// <param name="Chosen">Employees whose lines are fixed or returned.</param>
    public sealed record Input(int? Place, int? Year, TypedLine[]? Lines, string? Act, long[]? Chosen, string? Words);
}
