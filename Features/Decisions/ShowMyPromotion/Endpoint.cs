using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ShowMyPromotion;

/// <summary>An employee sees where he stands on the way to the next grade: the years, the days they are complete, and what the closed lists say of him.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "mine/promotion";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Own).NeverStored();

        decisions.Pages.MapGet(Route, (Bus bus) => bus.Ask(new Query()).As<Card>());

        decisions.Api.MapGet(Route, (Bus bus) => bus.Ask(new Query()).AsJson());
    }
}
