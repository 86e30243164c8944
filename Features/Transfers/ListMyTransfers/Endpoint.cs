using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Transfers.ListMyTransfers;

/// <summary>A guardian sees the transfers of the children, and asks for one.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Request).NeverStored();

        area.Pages.MapGet("/mine", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Api.MapGet("/mine", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
