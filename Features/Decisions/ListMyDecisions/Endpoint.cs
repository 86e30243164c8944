using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ListMyDecisions;

/// <summary>An employee follows the decisions about himself: signed ones, and where the others wait.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "mine";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Own).NeverStored();

        decisions.Pages.MapGet(Route, (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).As<Table>());

        decisions.Api.MapGet(Route, (int? page, Bus bus) => bus.Ask(new Query(page ?? 1)).AsJson());
    }
}
