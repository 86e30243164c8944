using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Contributions.ShowDesk;

/// <summary>The school's desk sees which classes still owe, and finds a pupil.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Receive).NeverStored();

        area.Pages.MapGet("", (string? q, Bus bus) => bus.Ask(new Query(q)).As<Desk>());

        area.Api.MapGet("", (string? q, Bus bus) => bus.Ask(new Query(q)).AsJson());
    }
}
