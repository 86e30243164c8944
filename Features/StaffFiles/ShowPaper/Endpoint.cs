using Massar.Features.StaffFiles.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffFiles.ShowPaper;

/// <summary>The sealed slip and the signed receipt, for the person, both offices and those above them.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Follow).NeverStored();

        foreach (var door in (LateRoutes[])[area.Pages, area.Api])
        {
            door.MapGet("{id:long}/slip", (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id, FilePaperKind.Slip)).Then(file => file.Answer(http)));
            door.MapGet("{id:long}/signed-receipt", (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id, FilePaperKind.Receipt)).Then(file => file.Answer(http)));
        }
    }
}
