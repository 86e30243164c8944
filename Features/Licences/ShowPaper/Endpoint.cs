using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences.ShowPaper;

/// <summary>The sealed licence, for the school and the offices above it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.School, Permissions.Follow).NeverStored();

        area.Pages.MapGet("{id:long}/paper", (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id)).Then(file => file.Answer(http)));
    }
}
