using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Certificates.RecheckTasks;

/// <summary>The desk has all waiting certificates checked again, after a class list was finished or a head was named.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue);

        area.Pages.MapPost("/desk/recheck", (Bus bus) => bus.Do(new Command()).ThenGo(_ => Links.Desk, "certificates.rechecked"));

        area.Api.MapPost("/desk/recheck", (Bus bus) => bus.Do(new Command()).AsJson());
    }
}
