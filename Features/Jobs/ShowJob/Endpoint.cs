using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Jobs.ShowJob;

/// <summary>Whoever asked for a long job watches it, stops it, and finds its result; it is safe to close the page.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.RequiringSignIn();

        area.Pages.MapGet("/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Pages.MapPost("/{id:long}/stop", (long id, Bus bus) => bus.Do(new Command(id)).ThenGo(_ => Links.Job(id), "jobs.stopping"));

        area.Api.MapGet("/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());

        area.Api.MapPost("/{id:long}/stop", (long id, Bus bus) => bus.Do(new Command(id)).AsJson());
    }
}
