using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Exchanges.ShowRecord;

/// <summary>The sealed record of an exchange, for those who exchange, their heads and the offices.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Follow).NeverStored();

        area.Pages.MapGet("{id:long}/record", (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id)).Then(file => file.Answer(http)));
    }
}
