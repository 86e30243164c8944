using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.ReportCards.ListMyCards;

/// <summary>A pupil, or a guardian for the children under their care, finds the report cards whose hour has come.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("mine", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Pages.MapGet("{id:long}/file", (long id, HttpContext http, Bus bus) => bus.Ask(new FileQuery(id)).Then(file => file.Answer(http)));

        area.Api.MapGet("mine", (Bus bus) => bus.Ask(new Query()).AsJson());

        area.Api.MapGet("{id:long}/file", (long id, HttpContext http, Bus bus) => bus.Ask(new FileQuery(id)).Then(file => file.Answer(http)))
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf");
    }
}
