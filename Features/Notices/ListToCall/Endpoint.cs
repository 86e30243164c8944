using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Notices.ListToCall;

/// <summary>The school calls those whom no message reached: who, what number, what to say (AC-PRE-11).</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Call);

        area.Pages.MapGet("/to-call", (Bus bus, int page = 1) => bus.Ask(new Query(page)).As<List>());

        area.Api.MapGet("/to-call", (Bus bus, int page = 1) => bus.Ask(new Query(page)).AsJson());
    }
}
