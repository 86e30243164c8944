using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Leaves.CancelLeave;

/// <summary>An employee takes a leave back before it is decided, or before it begins.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "{id:long}/cancel";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).ThenGo(_ => Links.Case(id), saying: "leaves.cancelled"));

        area.Api.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).AsJson());
    }
}
