using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Timetables.SetUnavailable;

/// <summary>The head notes the hours at which a teacher cannot be given a lesson.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "teachers/{id:long}/unavailable";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Edit).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        area.Pages.MapPost(Route, async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var form = await request.ReadFormAsync(ct);
            return await bus.Do(new Command(id, [.. form["Hours"].OfType<string>()])).ThenAsk(new Query(id)).As<Form>();
        });

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
        area.Api.MapPut(Route, (long id, Input input, Bus bus) => bus.Do(new Command(id, input.Hours ?? [])).AsJson());
    }

    /// <param name="Hours">Hours as "1-M1": Monday, first of the morning.</param>
    public sealed record Input(string[]? Hours);
}
