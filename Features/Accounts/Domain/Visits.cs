using System.Security.Cryptography;
using Massar.Infrastructure.Web;

namespace Massar.Features.Accounts.Domain;

/// <summary>
/// Reads from a request where somebody comes from, and gives browsers that signed in a cookie of their own, by which they
/// are known again for a year. It opens nothing; it only keeps their wrong tries apart from other people's.
/// </summary>
public static class Visits
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(400);

    public static Visit Of(HttpContext http)
    {
        var token = http.Request.Cookies.TryGetValue(Cookie(http), out var value) && value.Length is >= 20 and <= 60 ? value : null;
        return new Visit(WebSetup.Network(http), token, Family(http.Request.Headers.UserAgent.ToString()));
    }

    /// <summary>A token for a browser that has none yet.</summary>
    public static string NewToken() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)).Replace('+', '-').Replace('/', '_');

    public static void Keep(HttpContext http, string deviceToken) =>
        http.Response.Cookies.Append(Cookie(http), deviceToken, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", MaxAge = Lifetime });

    private static string Cookie(HttpContext http) => http.Request.IsHttps ? "__Host-massar-device" : "massar-device";

    // Names of products, the same in every language.
    private static string? Family(string agent)
    {
        if (agent.Length is 0 or > 1000)
            return null;
        var browser = First(agent, ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"));
        var system = First(agent, ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"));
        return browser is null && system is null ? null : string.Join(", ", new[] { browser, system }.Where(part => part is not null));
    }

    private static string? First(string agent, params ReadOnlySpan<(string Mark, string Name)> families)
    {
        foreach (var (mark, name) in families)
            if (agent.Contains(mark, StringComparison.Ordinal))
                return name;
        return null;
    }
}
