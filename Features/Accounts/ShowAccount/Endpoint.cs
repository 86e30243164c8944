using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts.ShowAccount;

/// <summary>The ministry looks at one account and its functions, past and present.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var managers = area.Requiring(Permissions.Manage);

        managers.Pages.MapGet("/all/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());
        managers.Api.MapGet("/all/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
