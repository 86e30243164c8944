using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Mvc;

namespace Massar.Features.Notices.NoteCall;

/// <summary>Somebody called and writes down what was said; without a note the line stays on the list.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/to-call/{delivery:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Call);

        area.Pages.MapGet(Route, (long delivery, Bus bus) => bus.Ask(new Query(delivery)).As<Form>());

        area.Pages.MapPost(Route, (long delivery, [FromForm] Input input, Bus bus) =>
            bus.Do(new Command(delivery, input.Note)).ThenAsk(new Query(delivery)).GoingTo(_ => Links.ToCall(), "notices.called").As<Form>());

        area.Api.MapPost(Route, (long delivery, Input input, Bus bus) => bus.Do(new Command(delivery, input.Note)).AsJson());
    }

    public sealed record Input(string? Note);
}
