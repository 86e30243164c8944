using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Ratings.ShowMine;

/// <summary>An employee reads what he was given, year by year, once it is fixed.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet("mine", (Bus bus) => bus.Ask(new Query()).As<Card>());

        area.Api.MapGet("mine", (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
