using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Audits.ListMyActs;

/// <summary>An employee reads who did what on his file and his decisions, and whether the chain these lines stand in holds.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "mine";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet(Route, (int? p, Bus bus) => bus.Ask(new Query(p ?? 1)).As<List>());

        area.Api.MapGet(Route, (int? p, Bus bus) => bus.Ask(new Query(p ?? 1)).AsJson());
    }
}
