using System.Text;
using Massar.Infrastructure.Security.Keys;

namespace Massar.Infrastructure.Web;

/// <summary>
/// One sentence carried over a redirection: its text key and values, shown once by the page frame. The cookie is sealed with the
/// program's own key: nobody else can put words into our pages, nor a sentence without the values it needs.
/// </summary>
public static class Flash
{
    private const string Cookie = "massar-said";
    private const string Use = "flash";
    private const char Separator = '\u001f';

    public static void Put(HttpContext http, string key, object[] args)
    {
        var text = string.Join(Separator, [key, .. args.Select(a => $"{a}")]);
        http.Response.Cookies.Append(Cookie, Box(http).Seal(Use, "", Encoding.UTF8.GetBytes(text)),
            new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", MaxAge = TimeSpan.FromMinutes(1) });
    }

    public static Messaging.Said? Take(HttpContext http)
    {
        if (!http.Request.Cookies.TryGetValue(Cookie, out var value) || string.IsNullOrEmpty(value) || value.Length > 2000)
            return null;
        if (!http.Response.HasStarted)
            http.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/" });
        if (Box(http).Open(Use, "", value) is not { } bytes)
            return null;
        var parts = Encoding.UTF8.GetString(bytes).Split(Separator);
        return new Messaging.Said(parts[0], [.. parts.Skip(1)]);
    }

    private static SecretBox Box(HttpContext http) => http.RequestServices.GetRequiredService<SecretBox>();
}
