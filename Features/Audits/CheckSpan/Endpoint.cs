using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Audits.CheckSpan;

/// <summary>An auditor has a span of a place's chain walked and reads where it breaks, or that it does not.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "check";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Read).NeverStored();

        area.Pages.MapGet(Route, (int? place, string? from, string? to, Bus bus) => bus.Ask(new Query(place, from, to, IsDrawn: true)).As<Card>());

        area.Api.MapGet(Route, (int? place, string? from, string? to, Bus bus) => bus.Ask(new Query(place, from, to)).AsJson());
    }
}
