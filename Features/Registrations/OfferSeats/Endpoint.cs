using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.OfferSeats;

/// <summary>A head has the free seats offered to the first of the waiting list now, rather than within some minutes.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Decide).NeverStored();
        desk.Pages.MapPost("desk/waiting/offer", (Bus bus) => bus.Do(new Command()).ThenGo(_ => Links.WaitingList, "registrations.waiting.offered"));
        desk.Api.MapPost("waiting/offer", (Bus bus) => bus.Do(new Command()).AsJson());
    }
}
