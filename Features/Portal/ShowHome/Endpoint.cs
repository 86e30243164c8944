using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;

namespace Massar.Features.Portal.ShowHome;

/// <summary>Anybody opens the home page: services open to all, or what the worn hat can do.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area) =>
        area.OpenToAll().Pages.MapGet("/", (Bus bus) => bus.Ask(new Query()).As<Card>()).WithMetadata(new NeverStored(Roles.Guardian));
}
