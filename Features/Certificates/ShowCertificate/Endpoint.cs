using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Certificates.ShowCertificate;

/// <summary>The family, or the school that answers for it, looks at a request: its certificate, or what must be mended and by whom.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Request, Permissions.Issue).NeverStored();

        area.Pages.MapGet("/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Api.MapGet("/{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
