using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Attendance.ShowLetter;

/// <summary>The school opens the sealed file of a letter it wrote: the same bytes each time.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "letters/{id:long}/file";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Follow).NeverStored();

        area.Pages.MapGet(Route, (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id)).Then(file => file.Answer(http)));

        area.Api.MapGet(Route, (long id, HttpContext http, Bus bus) => bus.Ask(new Query(id)).Then(file => file.Answer(http)))
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf");
    }
}
