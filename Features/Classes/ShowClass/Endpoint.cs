using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Classes.ShowClass;

/// <summary>The school's staff open a class: its list, to print or as a file, who teaches what in it, and who came and went.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View).NeverStored();

        area.Pages.MapGet("{id:int}", (int id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"{{id:int}}/list.{kind}", (int id, Bus bus, Text text, ExportDesk exports) =>
                bus.Ask(new Query(id)).Then(sheet => exports.Hand(ExportKinds.ClassList, sheet.Pupils.Count, () => File(kind, sheet, text))));

        area.Api.MapGet("{id:int}", (int id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }

    private static IResult File(string kind, Sheet sheet, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, $"{sheet.Name}_{sheet.Year}", sheet.Name, arabic,
            [arabic ? sheet.SchoolAr : sheet.SchoolFr, $"{text["classes.list"]} – {sheet.Name}", $"{text["ui.school-year"]} {Formats.SchoolYear(sheet.Year)}"],
            [
                [text["classes.order"], text["ui.massar-code"], text["classes.name-ar"], text["classes.name-latin"], text["classes.sex"], text["classes.birth"]],
                .. sheet.Pupils.Select(p => (IReadOnlyList<object?>)[p.Order, p.Code, p.NameAr, p.NameLatin, text[$"classes.sex.{p.Sex}"], p.BirthDate]),
            ]);
    }
}
