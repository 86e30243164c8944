using Massar.Features.Accounts.Domain;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts.SignOut;

/// <summary>A person signs out; the browser drops what it kept of the pages.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area)
    {
        var half = area.RequiringPassword().NeverStored();

        half.Pages.MapPost("/sign-out", (HttpContext http, CurrentUser user, Bus bus) => bus.Do(new Command(user.Token!)).ThenGo(_ =>
        {
            Leave(http);
            return Links.SignIn;
        }, saying: "accounts.signed-out"));

        half.Api.MapPost("/sign-out", (CurrentUser user, Bus bus) => bus.Do(new Command(user.Token!)).AsJson());
    }

    private static void Leave(HttpContext http)
    {
        SessionCookies.Remove(http);
        http.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
    }
}
