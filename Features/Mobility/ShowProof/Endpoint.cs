using Massar.Features.Files.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.ShowProof;

/// <summary>The participant who uploaded an act, or an office above him, opens it.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area) =>
        area.Requiring(Permissions.Participate, Permissions.ValidateProvince, Permissions.ValidateAcademy, Permissions.Run).NeverStored().Pages
            .MapGet("/proofs/{file:guid}", (Guid file, Bus bus) => bus.Ask(new Query(file)).Then(view => new FileAnswer(view)));
}
