using Massar.Features.Files.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.FillAssisted;

/// <summary>A desk types what the guardian says and takes in what he brings, page by page, by the rules of the family's own form.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string Route = $"assist/{{id:long}}/{{step:regex(^({string.Join('|', Topics.Steps)})$)}}";

    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Assist).NeverStored();

        desk.Pages.MapGet(Route, (long id, string step, Bus bus) => bus.Ask(new Query(id, step)).As<Form>());

        desk.Pages.MapPost(Route, async (long id, string step, HttpRequest request, Bus bus, CancellationToken ct) =>
        {
            var posted = await Posted.Read(request, ct);
            return await bus.Do(new Command(id, step, posted, TypedVersion.Read(posted.Fields.GetValueOrDefault("Version")))).ThenAsk(new Query(id, step)).GoingTo(kept => Links.AssistStep(id, kept.Next)).As<Form>();
        });

        desk.Api.MapGet(Route, (long id, string step, Bus bus) => bus.Ask(new Query(id, step)).AsJson());

        desk.Api.MapPut(Route, (long id, string step, Input input, Bus bus) => bus.Do(new Command(id, step, Posted.Of(input.Answers), input.Version)).AsJson());

        // Its kind is read from the bytes: a declared type would be answered before the gate.
        desk.Api.MapPut("assist/{id:long}/files/{topic:regex(^(photo|proof)$)}/{version:int}", async (long id, string topic, int version, HttpRequest request, Bus bus, CancellationToken ct) =>
            await bus.Do(new Command(id, topic, await Posted.File(topic, request, ct), version)).AsJson());

        foreach (var door in (LateRoutes[])[desk.Pages, desk.Api])
            door.MapGet("assist/{id:long}/files/{file:guid}", (long id, Guid file, Bus bus) => bus.Ask(new FileQuery(id, file)).Then(view => new FileAnswer(view)));
    }

    /// <param name="Answers">Boxes of this page by name; those not named stay as they are.</param>
    /// <param name="Version">As the page was read.</param>
    public sealed record Input(Dictionary<string, string>? Answers, int Version);
}
