using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.ShowReceipt;

/// <summary>A family sees, prints or photographs the receipt of its request.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var family = area.ForFamilies();
        family.Pages.MapGet("{id:long}/receipt", (long id, Bus bus) => bus.Ask(new Query(id)).As<Receipt>());
        family.Api.MapGet("{id:long}/receipt", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
