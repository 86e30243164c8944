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
        var pages = area.ForFamilies();

        pages.MapGet(Route, (long id, string step, Bus bus) => bus.Ask(new Query(id, step)).As<Form>());

        pages.MapPost(Route, async (long id, string step, HttpRequest request, Reader reader, Bus bus, CancellationToken ct) =>
            await bus.Do(new Command(id, step, await Posted.Read(request, ct), reader.Language)).ThenAsk(new Query(id, step))
                .GoingTo(kept => Links.Step(id, kept.Next)).As<Form>());
    }
}
