using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance.CallRoll;

/// <summary>A teacher calls the roll of a session: all are there but those tapped; it works without network and catches up.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Session = "{classId:int}/{subject}/{day}/{hour}";

    public static void Map(AreaRoutes area)
    {
        Doors(area.Requiring(Permissions.Call), $"calls/{Session}");
        // In place of a teacher who is away, or whom the class does not have yet.
        Doors(area.Requiring(Permissions.Follow), $"board/sessions/{Session}");
    }

    private static void Doors(AreaRoutes area, string route)
    {
        area = area.NeverStored();

        area.Pages.MapGet(route, (int classId, string subject, DateOnly day, string hour, Bus bus) => bus.Ask(new Query(new SessionKey(classId, subject, day, hour))).As<Form>());

        area.Pages.MapPost(route, async (int classId, string subject, DateOnly day, string hour, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var (key, form) = (new SessionKey(classId, subject, day, hour), await request.ReadFormAsync(ct));
            return await bus.Do(new Command(key, form["Seen"], form["MadeAt"], RollMarks.Of(form))).ThenAsk(new Query(key)).Saying("attendance.call.saved").As<Form>();
        });

        area.Api.MapGet(route, (int classId, string subject, DateOnly day, string hour, Bus bus) => bus.Ask(new Query(new SessionKey(classId, subject, day, hour))).AsJson());

        area.Api.MapPut(route, (int classId, string subject, DateOnly day, string hour, Input input, Bus bus) =>
            bus.Do(new Command(new SessionKey(classId, subject, day, hour), input.Seen, input.MadeAt, RollMarks.Of(input.Absent, input.Late))).AsJson());
    }

    /// <param name="Seen">The version of the call that was read; empty when there was none.</param>
    /// <param name="MadeAt">When the call was made, ISO 8601, when it is sent later.</param>
    /// <param name="Absent">Massar codes.</param>
    /// <param name="Late">Massar codes.</param>
    public sealed record Input(string? Seen, string? MadeAt, string[]? Absent, string[]? Late);
}
