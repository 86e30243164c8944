using Massar.Features.Exports.Domain;
using Massar.Features.Staffing.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Staffing.ShowSchool;

/// <summary>A head sees how the staff of the school is used and what the control asks about; a directorate the same of each of its schools; both take the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "schools/{school:int}";

    private static readonly string[] Heads = ["ui.ppr", "ui.name", "staffing.grade", "staffing.discipline", "staffing.due", "staffing.here", "staffing.elsewhere", "staffing.gap", "staffing.flags"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("school", (CurrentUser user, [AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Of(user.PlaceId)).As<Table>());

        area.Pages.MapGet(Route, (int school, [AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Of(school)).As<Table>());

        foreach (var kind in (string[])["csv", "xlsx"])
            area.Pages.MapGet($"{Route}/list.{kind}", (int school, Bus bus, Text text, Reader reader, ExportDesk exports) => bus.Ask(new Query(school, null, 1, 1, IsWhole: true)).Then(sheet =>
                exports.Hand(ExportKinds.StaffUse, sheet.Lines.Count, () => File(kind, sheet, text, reader))));

        area.Api.MapGet(Route, (int school, [AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Of(school)).AsJson());
    }

    /// <param name="Show">"all" (also without it), "flagged" for people somebody is asked about, "others" for those who come from another school.</param>
    /// <param name="P">Page of the people, from 1.</param>
    /// <param name="F">Page of the flags, from 1.</param>
    public readonly record struct Filter(string? Show, int? P, int? F)
    {
        internal Query Of(int school) => new(school, Show, P is > 0 and < 10_000 ? P.Value : 1, F is > 0 and < 10_000 ? F.Value : 1, IsWhole: false);
    }

    private static IResult File(string kind, Sheet sheet, Text text, Reader reader) =>
        SheetFile.Of(kind, "staff-use", text["staffing.school"], text.Language == "ar", [],
        [
            SheetFile.HeadOf(text, Heads),
            .. sheet.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Ppr, reader.Name(l.NameAr, l.NameLatin), reader.Name(l.GradeAr, l.GradeFr), l.DisciplineAr is null ? l.Discipline : reader.Name(l.DisciplineAr, l.DisciplineFr!), l.Due?.Hours, l.Here, l.Elsewhere, l.Gap,
                string.Join(" – ", sheet.Flags.Where(f => f.Flag.EmployeeId == l.EmployeeId).Select(f => $"{text[$"staffing.flag.{f.Flag.Rule}"]} ({text[$"staffing.state.{f.State}"]})"))]),
        ]);
}
