using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ShowBatch;

/// <summary>The manager follows the lines of a batch and sends those still with him for visa.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "batches/{batch:long}";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Prepare);

        decisions.Pages.MapGet(Route, (long batch, int? page, Bus bus) => bus.Ask(new Query(batch, page ?? 1)).As<Table>());

        decisions.Api.MapGet(Route, (long batch, int? page, Bus bus) => bus.Ask(new Query(batch, page ?? 1)).AsJson());
    }
}
