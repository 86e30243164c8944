using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Certificates.ListMyCertificates;

/// <summary>A family finds the certificates it asked for, the newest first.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Request).NeverStored();

        area.Pages.MapGet("/", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).As<List>());

        area.Api.MapGet("", (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).AsJson());
    }
}
