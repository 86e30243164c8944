using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Certificates.ReissueCertificate;

/// <summary>The desk issues a certificate anew with the data as they are now; the earlier paper gives way to it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue).NeverStored();

        area.Pages.MapPost("/{id:long}/reissue", (long id, Bus bus) => bus.Do(new Command(id)).ThenGo(Links.Request, "certificates.reissued"));

        area.Api.MapPost("/{id:long}/reissue", (long id, Bus bus) => bus.Do(new Command(id)).AsJson());
    }
}
