using Massar.Features.Exports.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Marks.Parts;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Marks.ExportSheet;

/// <summary>A teacher takes one test's sheet away as a plain list.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Enter).NeverStored();

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"sheets/{{classId:int}}/{{subject}}/{{semester:int}}/{{number:int}}/list.{kind}", (int classId, string subject, int semester, int number, Bus bus, Text text, ExportDesk exports) =>
                bus.Ask(new Query(new SheetKey(classId, subject, semester, number))).Then(list => exports.Hand(ExportKinds.Marks, list.Lines.Count, () => File(kind, list, text))));
    }

    private static IResult File(string kind, ClassList list, Text text)
    {
        var (key, arabic) = (list.Head.Key, text.Language == "ar");
        return SheetFile.Of(kind, $"{list.Head.ClassName}_{key.Subject}_S{key.Semester}_{key.Number}", list.Head.ClassName, arabic, [],
        [
            [text["marks.order"], text["ui.massar-code"], text["marks.pupil"], TestNames.Of(text, key.Number)],
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[l.Order, l.Code, arabic ? l.NameAr : l.NameLatin, l.Value.Points is { } points ? points : l.Value.Shown(text.Language)]),
        ]);
    }
}
