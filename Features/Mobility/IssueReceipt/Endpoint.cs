using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility.IssueReceipt;

/// <summary>A participant has the receipt of the last sending made into a numbered, sealed paper; asked again, it is the same paper.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/requests/{request:long}/receipt";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Participate);

        area.Pages.MapPost(Route, (long request, Bus bus) => bus.Do(new Command(request)).ThenGo(_ => Links.Receipt(request), "mobility.receipt.made"));
        area.Api.MapPost(Route, (long request, Bus bus) => bus.Do(new Command(request)).AsJson());
    }
}
