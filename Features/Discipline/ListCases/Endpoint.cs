using Massar.Features.Discipline.Domain;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Discipline.ListCases;

/// <summary>The human resources office sees the cases it handles and whose turn it is; what somebody is reproached with is on no list and in no file.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Handle).NeverStored();

        area.Pages.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, Reader reader, ExportDesk exports) => bus.Ask(filter.Whole()).Then(cases =>
                exports.Hand(ExportKinds.Discipline, cases.Lines.Select(l => l.EmployeeId).Distinct().Count(), () => File(kind, cases, text, reader))));

        area.Api.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="State">"open" (also without it), "erasure", "all", or a state by name.</param>
    /// <param name="Q">A name in either script, or a PPR.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? State, string? Q, int? P)
    {
        internal Query Page() => new(State, Q, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(State, Q, 1, IsWhole: true);
    }

    private static IResult File(string kind, Cases cases, Text text, Reader reader) =>
        SheetFile.Of(kind, "discipline", text["discipline.title"], text.Language == "ar", [text["discipline.title"]],
        [
            SheetFile.HeadOf(text, "ui.ppr", "ui.name", "discipline.facts-on", "discipline.opened-on", "ui.status", "discipline.since", "discipline.due", "discipline.erase.asked"),
            .. cases.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Ppr, reader.Name(l.NameAr, l.NameLatin), l.FactsOn, MoroccanDay.Of(l.OpenedAt), text[$"discipline.state.{l.State}"], MoroccanDay.Of(l.StateSince), l.DueOn, l.ErasureAskedAt is { } asked ? MoroccanDay.Of(asked) : null]),
        ]);
}
