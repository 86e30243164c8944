using System.Globalization;
using Massar.Features.Exports.Domain;
using Massar.Features.Timetables.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Timetables.ShowWeek;

/// <summary>The school's office reads the week of a class, a teacher or a room, on screen, on paper and as a file.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View);

        Doors(area, "classes/{id:long}", "", WeekOf.Class);
        Doors(area, "teachers/{id:long}", "", WeekOf.Teacher);
        Doors(area, "rooms/{id:long}", "/week", WeekOf.Room);
    }

    private static void Doors(AreaRoutes area, string route, string page, WeekOf of)
    {
        area.Pages.MapGet(route + page, (long id, DateOnly? day, Bus bus) => bus.Ask(new Query(of, id, day)).As<Card>());

        area.NeverStored().Pages.MapGet(route + "/week.{kind}", async (long id, string kind, DateOnly? day, Bus bus, Text text, Reader reader, ExportDesk exports) => !SheetFile.IsKind(kind) ? Results.NotFound() : await bus.Ask(new Query(of, id, day))
            .Then(shown => exports.Hand(ExportKinds.Timetables, shown.Week.Lessons.Select(l => l.EmployeeId).Distinct().Count(),
                () => SheetFile.Of(kind, string.Create(CultureInfo.InvariantCulture, $"week_{of}_{id}").ToLowerInvariant(), text["timetables.week"], text.Language == "ar", [], WeekRows.Of(shown.Week, text, reader)))));

        area.Api.MapGet(route + page, (long id, DateOnly? day, Bus bus) => bus.Ask(new Query(of, id, day)).AsJson());
    }
}
