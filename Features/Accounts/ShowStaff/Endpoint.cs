using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts.ShowStaff;

/// <summary>A head, or the office above, looks at one of the staff: the account, the roles worn there, when somebody last signed in.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Staff).NeverStored();

        area.Pages.MapGet("/staff/{employee:long}", (long employee, Bus bus) => bus.Ask(new Query(employee)).As<Card>());
        area.Api.MapGet("/staff/{employee:long}", (long employee, Bus bus) => bus.Ask(new Query(employee)).AsJson());
    }
}
