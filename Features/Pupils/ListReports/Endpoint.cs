using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Pupils.ListReports;

/// <summary>The head sees which data families say are wrong, the oldest first.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Correct).NeverStored();

        area.Pages.MapGet("/reports", (int? p, Bus bus) => bus.Ask(new Query(p is > 0 and < 100_000 ? p.Value : 1)).As<List>());

        area.Api.MapGet("/reports", (int? p, Bus bus) => bus.Ask(new Query(p is > 0 and < 100_000 ? p.Value : 1)).AsJson());
    }
}
