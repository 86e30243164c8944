using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.FollowRegistration;

/// <summary>A family sees where its request stands, whose turn it is and since when.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var family = area.ForFamilies();
        family.Pages.MapGet("{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());
        family.Api.MapGet("{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
