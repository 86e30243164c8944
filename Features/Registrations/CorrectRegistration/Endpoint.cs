using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.CorrectRegistration;

/// <summary>A family corrects the parts the head named, and only those, and sends them.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var family = area.ForFamilies();

        family.Pages.MapGet("{id:long}/correct", (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        family.Pages.MapPost("{id:long}/correct", async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
            await bus.Do(new Prepare(id, await Posted.Read(request, ct))).ThenAsk(new Query(id)).GoingTo(_ => Links.Correct(id), "registrations.correct.prepared").As<Form>());

        family.Pages.MapPost("{id:long}/correct/send", (long id, Bus bus) =>
            bus.Do(new Send(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.Follow(id), "registrations.correct.sent").As<Form>());

        family.Api.MapGet("{id:long}/correct", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        family.Api.MapPut("{id:long}/correct", (long id, Input input, Bus bus) => bus.Do(new Prepare(id, Posted.Of(input.Answers))).AsJson());

        family.Api.MapPut("{id:long}/correct/files/{topic:regex(^(photo|proof)$)}", async (long id, string topic, HttpRequest request, Bus bus, CancellationToken ct) =>
            await bus.Do(new Prepare(id, await Posted.File(topic, request, ct))).AsJson()).Accepts<byte[]>("image/jpeg", "image/png", "application/pdf");

        family.Api.MapPost("{id:long}/correct/send", (long id, Bus bus) => bus.Do(new Send(id)).AsJson());
    }

    /// <param name="Answers">Boxes of the reopened parts by name; those not named stay as they are.</param>
    public sealed record Input(Dictionary<string, string>? Answers);
}
