using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Decisions.ShowPromotion;

/// <summary>
/// One list of promotion: who is on it, who is not, and why; its rule; as a file and on paper. The office hands it to the commission, which
/// gives it back or closes it, and its decisions are drafted.
/// </summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "promotions/{table:long}";

    private static readonly string[] Heads =
    [
        "decisions.promotion.rank", "ui.ppr", "ui.name", "decisions.grade", "decisions.promotion.new-grade", "decisions.promotion.since", "decisions.promotion.eligible-on", "decisions.rating", "decisions.promotion.points",
        "decisions.promotion.mark", "decisions.effective-on", "ui.status", "decisions.reason",
    ];

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare, Permissions.Commission).NeverStored();

        decisions.Pages.MapGet(Route, (long table, [AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Of(table)).As<Table>());

        decisions.Api.MapGet(Route, (long table, [AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Of(table)).AsJson());

        foreach (var kind in SheetFile.Kinds)
            decisions.Pages.MapGet($"{Route}/list.{kind}", (long table, [AsParameters] Filter filter, Bus bus, Text text, ExportDesk exports) => bus.Ask(filter.Of(table) with { IsWhole = true }).Then(view =>
                exports.Hand(ExportKinds.Promotions, view.Lines.Count, () => File(kind, view, text))));

        decisions.Pages.MapPost($"{Route}/step", (long table, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(table, input.Act, input.Version, input.Remark)).ThenAsk(new Query(table, null, null, null, 1)).GoingTo(_ => Links.Promotion(table), saying: $"decisions.promotion.done.{Acts.Read(input.Act)}").As<Table>());

        decisions.Api.MapPost($"{Route}/step", (long table, Input input, Bus bus) => bus.Do(new Command(table, input.Act, input.Version, input.Remark)).AsJson());
    }

    /// <param name="Show">on, off, other (not eligible), moved.</param>
    /// <param name="Grade">Of one grade alone.</param>
    /// <param name="Q">A name in either script, or a PPR.</param>
    public readonly record struct Filter(string? Show, string? Grade, string? Q, int? Page)
    {
        internal Query Of(long table) => new(table, Show, Grade, Q, Page is > 0 and < 10_000 ? Page.Value : 1);
    }

    public sealed record Input
    {
        /// <summary>HandIn, GiveBack, Close.</summary>
        public string? Act { get; init; }

        public string? Version { get; init; }

        /// <summary>Why it is given back.</summary>
        public string? Remark { get; init; }
    }

    private static IResult File(string kind, TableView view, Text text)
    {
        var arabic = text.Language == "ar";
        string Grade(string code) => view.Grades.FirstOrDefault(g => g.Code == code) is { } grade ? arabic ? grade.Ar : grade.Fr : code;
        var title = $"{text[$"decisions.promotion.way.{view.Way}"]} {view.Year}";
        return SheetFile.Of(kind, $"promotion-{view.Way.ToString().ToLowerInvariant()}-{view.Year}", title, arabic, [title, arabic ? view.PlaceAr : view.PlaceFr],
        [
            SheetFile.HeadOf(text, Heads),
            .. view.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Rank, l.Ppr, arabic ? l.NameAr : l.NameLatin, Grade(l.GradeCode), Grade(l.NewGradeCode), l.GradeSince, l.EligibleOn, l.Rating, l.Points, l.Mark, l.EffectiveOn,
                text[$"decisions.promotion.line.{l.Standing}"], l.Why is { } why ? text.Of(why) : l.MovedFor]),
        ]);
    }
}
