using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ListDecisions;

/// <summary>A manager or an auditor looks up the decisions of his place, whatever their state; the list itself offers no act.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Read, Permissions.Prepare).NeverStored();

        decisions.Pages.MapGet("", (string? state, string? q, int? page, Bus bus) => bus.Ask(new Query(state, q, page ?? 1)).As<Table>());

        decisions.Api.MapGet("", (string? state, string? q, int? page, Bus bus) => bus.Ask(new Query(state, q, page ?? 1)).AsJson());
    }
}
