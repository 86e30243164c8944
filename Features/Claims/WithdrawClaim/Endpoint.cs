using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Claims.WithdrawClaim;

/// <summary>A guardian takes back what was asked, or within a day the removal of a child.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/withdraw";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own);

        area.Pages.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).ThenGo(_ => Links.Mine, saying: "claims.withdrawn"));

        area.Api.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).AsJson());
    }
}
