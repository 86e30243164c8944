using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Claims.ListChildren;

/// <summary>A guardian sees the list of children, what was asked, and who asks for one of them.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("/mine", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Api.MapGet("/mine", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
