using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ShowCounter;

/// <summary>The human resources office has somebody before the counter: papers to issue, and signed decisions to hand over.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "counter/{employee:long}";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet(Route, (long employee, Bus bus) => bus.Ask(new Query(employee)).As<Card>());

        decisions.Api.MapGet(Route, (long employee, Bus bus) => bus.Ask(new Query(employee)).AsJson());
    }
}
