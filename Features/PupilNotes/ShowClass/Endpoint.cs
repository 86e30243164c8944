using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.PupilNotes.ShowClass;

/// <summary>A teacher of the class, its head or general supervisor sees whose file was read, by whom and when, and what is new; nothing of what the files say.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "classes/{classId:int}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Read, Permissions.Lead).NeverStored();

        area.Pages.MapGet(Route, (int classId, Bus bus) => bus.Ask(new Query(classId)).As<Table>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"{Route}/list.{kind}", (int classId, Bus bus, Text text, ExportDesk exports) => bus.Ask(new Query(classId)).Then(list => exports.Hand(ExportKinds.PupilFiles, list.Lines.Count, () => File(kind, list, text))));

        area.Api.MapGet(Route, (int classId, Bus bus) => bus.Ask(new Query(classId)).AsJson());
    }

    private static IResult File(string kind, Readings list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, "pupil-files", text["pupil-notes.title"], arabic, [list.Class.Name],
        [
            SheetFile.HeadOf(text, "pupil-notes.order", "ui.massar-code", "ui.name", "pupil-notes.notes", "ui.status", "pupil-notes.read-by"),
            .. list.Lines.Select(l => (IReadOnlyList<object?>)[l.Order, l.MassarCode, arabic ? l.NameAr : l.NameLatin, l.Notes, text[l.IsUnread ? "pupil-notes.state.unread" : "pupil-notes.state.read"],
                string.Join(" · ", l.Readers.Select(r => $"{(arabic ? r.NameAr : r.NameLatin)} {Formats.ShortDate(MoroccanDay.Of(r.At))}"))]),
        ]);
    }
}
