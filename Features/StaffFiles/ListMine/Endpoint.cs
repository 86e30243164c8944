using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffFiles.ListMine;

/// <summary>An employee sees where his own file is: still with the office he left, on its way, or signed for.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("/mine", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Api.MapGet("/mine", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
