using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Training.ShowPaper;

/// <summary>The sealed summons or attestation, for the person, the head and the office.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own, Permissions.Follow).NeverStored();

        area.Pages.MapGet("seats/{seat:long}/summons", (long seat, HttpContext http, Bus bus) => bus.Ask(new Query(seat, IsAttestation: false)).Then(file => file.Answer(http)));
        area.Pages.MapGet("seats/{seat:long}/attestation", (long seat, HttpContext http, Bus bus) => bus.Ask(new Query(seat, IsAttestation: true)).Then(file => file.Answer(http)));
    }
}
