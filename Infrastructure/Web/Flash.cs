namespace Massar.Infrastructure.Web;

/// <summary>One sentence carried over a redirection: its text key and values, shown once by the page frame.</summary>
public static class Flash
{
    private const string Cookie = "massar-said";

    public static void Put(HttpContext http, string key, object[] args) =>
        http.Response.Cookies.Append(Cookie, Uri.EscapeDataString(string.Join('\u001f', [key, .. args.Select(a => $"{a}")])),
            new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", MaxAge = TimeSpan.FromMinutes(1) });

    public static Messaging.Said? Take(HttpContext http)
    {
        if (!http.Request.Cookies.TryGetValue(Cookie, out var value) || string.IsNullOrEmpty(value) || value.Length > 1000)
            return null;
        if (!http.Response.HasStarted)
            http.Response.Cookies.Delete(Cookie, new CookieOptions { Path = "/" });
        var parts = Uri.UnescapeDataString(value).Split('\u001f');
        return new Messaging.Said(parts[0], [.. parts.Skip(1)]);
    }
}
