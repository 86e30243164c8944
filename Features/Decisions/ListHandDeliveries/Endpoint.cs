using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ListHandDeliveries;

/// <summary>The human resources office sees which signed decisions lay unopened and are to be handed over on paper.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "deliveries";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, (string? show, string? q, int? page, Bus bus) => bus.Ask(new Query(show, q, page ?? 1)).As<Table>());

        decisions.Api.MapGet(Route, (string? show, string? q, int? page, Bus bus) => bus.Ask(new Query(show, q, page ?? 1)).AsJson());
    }
}
