using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Installations.ShowMinutes;

/// <summary>The sealed minutes, for the person, the place of arrival, the place left, and the offices above them.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Follow).NeverStored();

        area.Pages.MapGet("{id:long}/minutes", (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id, IsCessation: false)).Then(file => file.Answer(http)));
        area.Pages.MapGet("{id:long}/cessation", (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id, IsCessation: true)).Then(file => file.Answer(http)));
    }
}
