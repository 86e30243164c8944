using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.ShowReceipt;

/// <summary>A family sees, prints or photographs the receipt of its request.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area) =>
        area.ForFamilies().MapGet("{id:long}/receipt", (long id, Bus bus) => bus.Ask(new Query(id)).As<Receipt>());
}
