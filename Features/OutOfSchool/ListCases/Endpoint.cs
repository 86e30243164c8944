using Massar.Features.Exports.Domain;
using Massar.Features.OutOfSchool.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.OutOfSchool.ListCases;

/// <summary>An office of the directorate sees the children it follows, the director all of them; what families said is on no list and in no file.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, Reader reader, ExportDesk exports) => bus.Ask(filter.Whole()).Then(list =>
                exports.Hand(ExportKinds.OutOfSchool, list.Lines.Count, () => File(kind, list, text, reader))));

        area.Api.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="State">"open" (also without it), "late", "nobody", "all", or a state by name.</param>
    /// <param name="Commune">The number of a commune.</param>
    /// <param name="Q">A name in either script, or a Massar code.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? State, int? Commune, string? Q, int? P)
    {
        internal Query Page() => new(State, Commune, Q, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(State, Commune, Q, 1, IsWhole: true);
    }

    private static IResult File(string kind, Children list, Text text, Reader reader) =>
        SheetFile.Of(kind, "out-of-school", text["out-of-school.title"], text.Language == "ar", [text["out-of-school.title"]],
        [
            SheetFile.HeadOf(text, "ui.massar-code", "ui.name", "ui.level", "ui.school", "out-of-school.commune", "out-of-school.cause", "out-of-school.since", "ui.status", "out-of-school.due", "out-of-school.officer"),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[
                l.Code, reader.Name(l.NameAr, l.NameLatin), reader.Name(l.LevelAr, l.LevelFr), reader.Name(l.SchoolAr, l.SchoolFr), reader.Name(l.CommuneAr, l.CommuneFr),
                text[$"out-of-school.cause.{l.Cause}"], l.Since, text[$"out-of-school.state.{l.State}"], l.DueOn, l.OfficerAr is null ? null : reader.Name(l.OfficerAr, l.OfficerLatin!)]),
        ]);
}
