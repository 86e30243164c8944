using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Certificates.FindPupil;

/// <summary>The desk finds a pupil of its school by name in either script or by Massar code.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Issue);

        area.Pages.MapGet("/desk/pupils", (string? q, Bus bus) => bus.Ask(new Query(q)).As<List>());

        area.Api.MapGet("/desk/pupils", (string? q, Bus bus) => bus.Ask(new Query(q)).AsJson());
    }
}
