using System.Globalization;
using Massar.Features.Classes.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Classes.SeatPupils;

/// <summary>The school puts several pupils who have no class yet into one.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:int}/seats";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Seat).NeverStored();

        area.Pages.MapGet(Route, (int id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, async (int id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            var command = new Command(id, [.. form["Pupil"].Select(p => long.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var enrollment) ? enrollment : 0)], form[ClassRoom.Field]);
            return await bus.Do(command).ThenAsk(new Query(id)).GoingTo(_ => Links.Class(id), saying: "classes.seated").As<Form>();
        });

        area.Api.MapGet(Route, (int id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost(Route, (int id, Input input, Bus bus) => bus.Do(new Command(id, input.Enrollments ?? [], input.OverNorm)).AsJson());
    }

    /// <param name="OverNorm">Why beyond the norm of the class; needed only there.</param>
    public sealed record Input(long[]? Enrollments, string? OverNorm = null);
}
