using Massar.Features.Attendance.Parts;
using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance.ShowPupilAbsences;

/// <summary>A supervisor or head reads one pupil's year of absences, prints it and takes it as a file.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "pupils/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet(Route, (long id, int? page, Bus bus) => bus.Ask(new Query(id, page)).As<Card>());

        foreach (var kind in SheetFile.Kinds)
            area.Pages.MapGet($"{Route}/absences.{kind}", (long id, Bus bus, Text text, ExportDesk exports) => bus.Ask(new FileQuery(id)).Then(list => exports.Hand(ExportKinds.PupilAbsences, 1, () => File(kind, list, text))));

        area.Api.MapGet(Route, (long id, int? page, Bus bus) => bus.Ask(new Query(id, page)).AsJson());
    }

    private static IResult File(string kind, PupilList list, Text text)
    {
        var arabic = text.Language == "ar";
        return SheetFile.Of(kind, $"absences_{list.Code}", list.Code, arabic,
            [$"{(arabic ? list.NameAr : list.NameLatin)} – {list.Code} – {list.ClassName}"],
            [
                [text["ui.date"], text["attendance.paper.half"], text["attendance.lessons-missed"], text["ui.status"], text["ui.reason"]],
                .. list.Lines.Select(l => (IReadOnlyList<object?>)[l.Day, text[PresenceNames.Of(l.Half)], l.Periods, text[PresenceNames.Of(l.State)], arabic ? l.ReasonAr : l.ReasonFr]),
            ]);
    }
}
