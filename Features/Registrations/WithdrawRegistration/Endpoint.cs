using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.WithdrawRegistration;

/// <summary>A family takes its request back before a decision.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/withdraw";

    public static void Map(AreaRoutes area)
    {
        var family = area.ForFamilies();
        family.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Form>());
        family.Pages.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).ThenGo(_ => Links.Mine, "registrations.withdrawn"));
        family.Api.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).AsJson());
    }
}
