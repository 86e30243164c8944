using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Leaves.ShowMinutes;

/// <summary>The sealed minutes of a return to work, for the person, the head and the offices above.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Follow).NeverStored();

        area.Pages.MapGet("{id:long}/minutes", (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id)).Then(file => file.Answer(http)));
    }
}
