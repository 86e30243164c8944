using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.CorrectRegistration;

/// <summary>A family corrects the parts the head named, and only those, and sends them.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var pages = area.ForFamilies();

        pages.MapGet("{id:long}/correct", (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());

        pages.MapPost("{id:long}/correct", async (long id, HttpRequest request, Bus bus, CancellationToken ct) =>
            await bus.Do(new Prepare(id, await Posted.Read(request, ct))).ThenAsk(new Query(id)).GoingTo(_ => Links.Correct(id), "registrations.correct.prepared").As<Form>());

        pages.MapPost("{id:long}/correct/send", (long id, Bus bus) =>
            bus.Do(new Send(id)).ThenAsk(new Query(id)).GoingTo(_ => Links.Follow(id), "registrations.correct.sent").As<Form>());
    }
}
