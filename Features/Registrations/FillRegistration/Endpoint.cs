using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.FillRegistration;

/// <summary>A family fills a draft page by page; each page is saved, complete or not, and can be left and resumed.</summary>
public sealed class Endpoint : IEndpoint
{
    private static readonly string Route = $"{{id:long}}/{{step:regex(^({string.Join('|', Topics.Steps)})$)}}";

    public static void Map(AreaRoutes area)
    {
        var family = area.ForFamilies();

        family.Pages.MapGet(Route, (long id, string step, Bus bus) => bus.Ask(new Query(id, step)).As<Form>());

        family.Pages.MapPost(Route, async (long id, string step, HttpRequest request, Reader reader, Bus bus, CancellationToken ct) =>
            await bus.Do(new Command(id, step, await Posted.Read(request, ct), reader.Language)).ThenAsk(new Query(id, step))
                .GoingTo(kept => Links.Step(id, kept.Next)).As<Form>());

        family.Api.MapGet(Route, (long id, string step, Bus bus) => bus.Ask(new Query(id, step)).AsJson());

        // What is wrong is kept too and said in the problem document, as on the page.
        family.Api.MapPut(Route, (long id, string step, Input input, Reader reader, Bus bus) =>
            bus.Do(new Command(id, step, Posted.Of(input.Answers), reader.Language)).AsJson());

        family.Api.MapPut("{id:long}/files/{topic:regex(^(photo|proof)$)}", async (long id, string topic, HttpRequest request, Reader reader, Bus bus, CancellationToken ct) =>
            await bus.Do(new Command(id, topic, await Posted.File(topic, request, ct), reader.Language)).AsJson()).Accepts<byte[]>("image/jpeg", "image/png", "application/pdf");
    }

    /// <param name="Answers">Boxes of this page by name; those not named stay as they are.</param>
    public sealed record Input(Dictionary<string, string>? Answers);
}
