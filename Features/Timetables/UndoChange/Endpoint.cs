using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Timetables.UndoChange;

/// <summary>The head takes a change of a lesson back, as long as the lesson still stands where the change put it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Edit);

        area.Pages.MapPost("changes/{id:long}/undo", (long id, Bus bus) => bus.Do(new Command(id)).ThenGo(u => Links.Class(u.ClassId), saying: "timetables.undone.said"));

        area.Api.MapPost("changes/{id:long}/undo", (long id, Bus bus) => bus.Do(new Command(id)).AsJson());
    }
}
