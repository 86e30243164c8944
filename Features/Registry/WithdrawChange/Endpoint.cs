using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registry.WithdrawChange;

/// <summary>The directorate takes a proposal back before the academy has decided.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/{id:long}/withdrawal";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Propose).NeverStored();

        area.Pages.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).ThenGo(_ => Links.Change(id), saying: "ui.saved"));

        area.Api.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).AsJson());
    }
}
