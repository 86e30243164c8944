using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Claims.RemoveChild;

/// <summary>A guardian takes a child off the list: at once, or by asking the head where nobody else stands for the child.</summary>
public sealed class Endpoint : IEndpoint
{
    private const string Route = "/children/{pupil:long}/remove";

    public static void Map(AreaRoutes area)
    {
        area = area.Requiring(Permissions.Own).NeverStored();

        area.Pages.MapGet(Route, (long pupil, Bus bus) => bus.Ask(new Query(pupil)).As<Form>());

        area.Pages.MapPost(Route, (long pupil, Bus bus) => bus.Do(new Command(pupil)).ThenAsk(new Query(pupil)).GoingTo(_ => Links.Mine, saying: "claims.removed").As<Form>());

        area.Api.MapPost(Route, (long pupil, Bus bus) => bus.Do(new Command(pupil)).AsJson());
    }
}
