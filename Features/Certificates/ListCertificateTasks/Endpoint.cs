using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Certificates.ListCertificateTasks;

/// <summary>The school's desk sees which certificates wait for data, the oldest first.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue);

        area.Pages.MapGet("/desk", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).As<Table>());

        area.Api.MapGet("/desk", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).AsJson());
    }
}
