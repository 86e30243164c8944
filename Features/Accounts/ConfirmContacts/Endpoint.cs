using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts.ConfirmContacts;

/// <summary>A guardian says with one tap that the telephone the school knows is still right.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var mine = area.Requiring(Permissions.Contact).NeverStored();

        mine.Pages.MapPost("/me/still-right", (Bus bus) => bus.Do(new Command()).ThenGo(_ => Addresses.Home, saying: "accounts.phone.still.thanks"));
        mine.Api.MapPost("/me/still-right", (Bus bus) => bus.Do(new Command()).AsJson());
    }
}
