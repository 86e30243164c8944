using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.ListMyRegistrations;

/// <summary>A family sees the drafts and requests of its telephone before it begins a new one.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var family = area.ForFamilies();
        family.Pages.MapGet("mine", (Bus bus) => bus.Ask(new Query()).As<Card>());
        family.Api.MapGet("", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
