using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Decisions.ListInbox;

/// <summary>What waits for the reader's hat, oldest first: visas, signatures, and for the manager what came back.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "inbox";

    public static void Map(AreaRoutes decisions)
    {
        decisions = decisions.Requiring(Permissions.Visa, Permissions.Sign, Permissions.Prepare);

        decisions.Pages.MapGet(Route, (string? kind, bool? late, string? q, int? page, Bus bus) =>
            bus.Ask(new Query(kind, late ?? false, q, page ?? 1)).As<Table>());

        decisions.Api.MapGet(Route, (string? kind, bool? late, string? q, int? page, Bus bus) =>
            bus.Ask(new Query(kind, late ?? false, q, page ?? 1)).AsJson());
    }
}
