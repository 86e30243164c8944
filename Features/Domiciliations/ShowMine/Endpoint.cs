using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Domiciliations.ShowMine;

/// <summary>A member of staff sees the account the pay goes to, what was asked and where it stands, and the accounts before.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("mine", (Bus bus) => bus.Ask(new Query()).As<Card>());

        area.Api.MapGet("mine", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
