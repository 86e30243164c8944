using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences.ShowOwnExtra;

/// <summary>Somebody of the public sector reads which private schools asked for hours of him, and what his directorate answered.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Hours).NeverStored();

        area.Pages.MapGet("hours/mine", (Bus bus) => bus.Ask(new Query()).As<List>());

        area.Api.MapGet("hours/mine", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
