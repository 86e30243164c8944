using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Pupils.WithdrawMerge;

/// <summary>The school takes its proposal to merge two files back while nobody has decided.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/merges/{id:long}/withdraw";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Merge).NeverStored();

        area.Pages.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).ThenGo(_ => Links.Merge(id), saying: "ui.saved"));

        area.Api.MapPost(Route, (long id, Bus bus) => bus.Do(new Command(id)).AsJson());
    }
}
