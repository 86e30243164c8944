using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Pupils.ListPupils;

/// <summary>A school reads the list of its pupils of the year, finds one in any spelling, and takes the list along.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string[] Heads = ["ui.massar-code", "pupils.name-ar", "pupils.name-latin", "pupils.field.Sex", "pupils.field.BirthDate", "ui.level", "ui.class", "pupils.entered", "pupils.left", "ui.status"];

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View).NeverStored();

        area.Pages.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"/list.{kind}", ([AsParameters] Filter filter, Bus bus, Text text, ExportDesk exports) => bus.Ask(filter.Whole()).Then(list =>
                exports.Hand(ExportKinds.Pupils, list.Lines.Count, () => File(kind, list, text))));

        area.Api.MapGet("", ([AsParameters] Filter filter, Bus bus) => bus.Ask(filter.Page()).AsJson());
    }

    /// <param name="Q">A name in either script, or a Massar code.</param>
    /// <param name="Class">Number of a class of the school.</param>
    /// <param name="State">"here" (also without it), "expected", "left", "all".</param>
    /// <param name="School">For offices: the school; without it one's own.</param>
    /// <param name="P">Page, from 1.</param>
    public readonly record struct Filter(string? Q, string? Class, string? State, int? School, int? P)
    {
        private int? ClassId => int.TryParse(Class, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : null;

        internal Query Page() => new(Q, ClassId, State, School, P is > 0 and < 100_000 ? P.Value : 1, IsWhole: false);

        internal Query Whole() => new(Q, ClassId, State, School, 1, IsWhole: true);
    }

    private static IResult File(string kind, Listed list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "pupils", text["pupils.title"], arabic, [arabic ? list.SchoolAr! : list.SchoolFr!],
        [
            SheetFile.HeadOf(text, Heads),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[l.MassarCode, l.NameAr, l.NameLatin, text[$"pupils.sex.{l.Sex}"], l.BirthDate, arabic ? l.LevelAr : l.LevelFr, l.ClassName, l.EnteredOn, l.LeftOn, text[$"pupils.state.{l.State}"]]),
        ]);
    }
}
