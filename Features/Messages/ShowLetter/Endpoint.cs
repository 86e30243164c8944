using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Messages.ShowLetter;

/// <summary>Whoever wrote a letter to families sees who has read and answered it.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "letters/{id:long}";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Teach, Permissions.Life, Permissions.Lead).NeverStored();

        area.Pages.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).As<Card>());

        area.Api.MapGet(Route, (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
