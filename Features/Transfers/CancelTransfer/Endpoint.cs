using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Transfers.CancelTransfer;

/// <summary>Who asked for a transfer takes it back while the pupil has not joined.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/cancel";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Act, Permissions.Request).NeverStored();

        area.Pages.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).ThenGo(_ => Links.Case(id), saying: "transfers.cancelled"));

        area.Api.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).AsJson());
    }
}
