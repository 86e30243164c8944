using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences.CheckLicence;

/// <summary>Anybody looks up, by name or GRESA code, whether a private school is licensed, for which cycles and until when; nothing more.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.OpenToAll();

        area.Pages.MapGet("check", (string? q, HttpContext http, Bus bus) => bus.Ask(new Query(q, WebSetup.Network(http))).As<Form>());

        area.Api.MapGet("check", (string? q, HttpContext http, Bus bus) => bus.Ask(new Query(q, WebSetup.Network(http))).AsJson());
    }
}
