using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;

namespace Massar.Features.Registrations.ShowRegistration;

/// <summary>A head opens a request, which takes it up, and sees file and hints; the office above reads.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var desk = area.Requiring(Permissions.Read).NeverStored();

        desk.Pages.MapGet("desk/{id:long}", async (long id, CurrentUser user, Bus bus) =>
        {
            // Opening is what the workflow calls taking up: the family sees that its file is being read.
            if (user.Has(Permissions.Decide))
                await bus.Do(new TakeUp(id)).AsJson();
            return await bus.Ask(new Query(id)).As<Card>();
        });

        desk.Api.MapGet("{id:long}", (long id, Bus bus) => bus.Ask(new Query(id)).AsJson());
    }
}
