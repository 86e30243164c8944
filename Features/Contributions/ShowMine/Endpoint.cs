using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Contributions.ShowMine;

/// <summary>A guardian reads what was paid and what is due for each child, with the receipts; a pupil of age for themselves.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("mine", (Bus bus) => bus.Ask(new Query()).As<Card>());

        area.Api.MapGet("mine", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
