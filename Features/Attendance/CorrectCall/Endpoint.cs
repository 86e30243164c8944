using Massar.Features.Attendance.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance.CorrectCall;

/// <summary>A supervisor corrects a call with the reason; what it was, and who changed it, stays.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "board/calls/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(id, form["Seen"], RollMarks.Of(form), form["Reason"])).ThenAsk(new Query(id)).Saying("attendance.correct.saved").As<Form>();
        });

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPut(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Seen, RollMarks.Of(input.Absent, input.Late), input.Reason)).AsJson());
    }

    /// <param name="Seen">The version that was read.</param>
    /// <param name="Absent">Massar codes.</param>
    /// <param name="Late">Massar codes.</param>
    public sealed record Input(string? Seen, string[]? Absent, string[]? Late, string? Reason);
}
