using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ListRecruits;

/// <summary>The human resources office sees whom it recruits: the grade, the first workplace, where the decision stands, and who has come; and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "recruits";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            decisions.Pages.MapGet($"{Route}.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, Reader reader, ExportDesk exports) => bus.Ask(filter.Whole()).Then(list =>
                exports.Hand(ExportKinds.Recruits, list.Lines.Select(l => l.EmployeeId).Distinct().Count(), () => File(kind, list, text, reader))));

        decisions.Api.MapGet(Route, ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="State">A state of the decision by name; all without it.</param>
    /// <param name="Q">A name in either script, or a PPR.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? State, string? Q, int? P)
    {
        internal Query Page() => new(State, Q, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(State, Q, 1, IsWhole: true);
    }

    private static IResult File(string kind, Recruits list, Text text, Reader reader) =>
        SheetFile.Of(kind, "recruits", text["decisions.recruits"], text.Language == "ar", [text["decisions.recruits"]],
        [
            SheetFile.HeadOf(text, "ui.ppr", "ui.name", "decisions.grade", "decisions.row.workplace", "decisions.effective-on", "ui.status", "decisions.copies.number", "decisions.recruits.present"),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Ppr, reader.Name(l.NameAr, l.NameLatin), l.GradeAr is null ? l.GradeCode : reader.Name(l.GradeAr, l.GradeFr!), l.PlaceAr is null ? null : reader.Name(l.PlaceAr, l.PlaceFr!), l.EffectiveOn, text[$"decisions.state.{l.State}"], l.Number, l.PresentOn]),
        ]);
}
