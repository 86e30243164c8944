using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Training.ListSessions;

/// <summary>An office sees the sessions it holds, a head those its people are called to: coming, held, excuses that wait, sessions to close; and takes the plan along.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["training.theme", "training.days", "training.hours", "training.venue", "training.trainer", "training.seats", "training.summoned", "ui.status"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            area.Pages.MapGet($"/list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, ExportDesk exports) => bus.Ask(filter.Whole()).Then(plan => exports.Hand(ExportKinds.TrainingPlan, 0, () => File(kind, plan, text))));

        area.Api.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="State">"open" (also without it), "excuses", "to-close", "all", or a state by name.</param>
    /// <param name="Q">Words of the theme.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? State, string? Q, int? P)
    {
        internal Query Page() => new(State, Q, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(State, Q, 1, IsWhole: true);
    }

    private static IResult File(string kind, Plan plan, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "training", text["training.title"], arabic, [],
        [
            SheetFile.HeadOf(text, Heads),
            .. plan.Lines.Select(l => (IReadOnlyList<object?>)[
                arabic ? l.ThemeAr : l.ThemeFr, string.Join(" · ", l.Days.Select(Formats.ShortDate)), $"{Domain.Minutes.Shown(l.FromMinute)}-{Domain.Minutes.Shown(l.ToMinute)}", l.Venue, l.Trainer, l.Seats, l.Called, text[$"training.state.{l.State}"]]),
        ]);
    }
}
