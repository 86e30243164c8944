using Massar.Features.Exports.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Spreadsheets;
using Massar.Infrastructure.Web;

namespace Massar.Features.Timetables.ListRooms;

/// <summary>The school's office sees its rooms, what they are for and how much of the week they are used.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.View);

        area.Pages.MapGet("rooms", (int? page, Bus bus) => bus.Ask(new Query(page)).As<Table>());

        area.Pages.MapGet("rooms.{kind}", async (string kind, Bus bus, Text text, ExportDesk exports) => !SheetFile.IsKind(kind) ? Results.NotFound() : await bus.Ask(new Query(null) { IsWhole = true })
            .Then(rooms => exports.Hand(ExportKinds.Rooms, 0, () => SheetFile.Of(kind, "rooms", text["timetables.rooms"], text.Language == "ar", [], Rows(rooms, text)))));

        area.Api.MapGet("rooms", (int? page, Bus bus) => bus.Ask(new Query(page)).AsJson());
    }

    private static List<IReadOnlyList<object?>> Rows(RoomList list, Text text) =>
    [
        [text["timetables.room.code"], text["timetables.room.kind"], text["timetables.room.capacity"], text["ui.status"], text["timetables.room.used"]],
        .. list.Rooms.Select(r => (IReadOnlyList<object?>)[r.Code, text[$"timetables.room.kind.{r.Kind}"], r.Capacity, text[$"timetables.room.state.{r.State}"], r.Used]),
    ];
}
