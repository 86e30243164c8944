using System.Security.Cryptography;
using System.Text;
using Massar.Infrastructure.Messaging;

namespace Massar.Infrastructure.Security;

/// <summary>
/// No other site can act for a person: every unsafe request that came by cookie must come from our own
/// origin and carry a token derived from a secret only that browser's cookie holds. The token is masked
/// anew for each page, so that compression over TLS does not give it away.
/// </summary>
public static class Antiforgery
{
    public const string Field = "__RequestVerificationToken";
    public const string Header = "X-CSRF-Token";
    private const string AnonymousCookie = "massar-form";
    private const int Length = 16;

    public static readonly Refusal Expired = new(RefusalKind.Invalid, new Said("ui.form-expired"));

    /// <summary>The form was never read: what it carries is heavier than any upload may be.</summary>
    public static readonly Refusal TooHeavy = new Refusal(RefusalKind.Invalid, new Said("ui.form-too-heavy")).Next("ui.form-too-heavy.next");

    public static bool IsTooHeavy(HttpRequest request) => request.ContentLength > Web.WebSetup.HeaviestBody;

    /// <summary>The token for forms of this page.</summary>
    public static string TokenFor(HttpContext http, CurrentUser user)
    {
        Span<byte> token = stackalloc byte[Length * 2];
        RandomNumberGenerator.Fill(token[..Length]);
        Span<byte> proof = stackalloc byte[32];
        Prove(Seed(http, user, create: true)!, proof);
        for (var i = 0; i < Length; i++)
            token[Length + i] = (byte)(token[i] ^ proof[i]);
        return Convert.ToBase64String(token);
    }

    /// <summary>Safe methods and bearer tokens pass; the rest must prove where they come from.</summary>
    public static async ValueTask<bool> Allows(HttpContext http, CurrentUser user)
    {
        var method = http.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method))
            return true;
        if (!IsSameOrigin(http.Request))
            return false;
        if (user is { CameByCookie: false, Token: not null })
            return true;
        // The API without any session (signing in by a program): nothing rides along that another site could abuse.
        if (user.Token is null && http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
            return true;

        string? given = http.Request.Headers[Header];
        if (string.IsNullOrEmpty(given) && http.Request.HasFormContentType)
        {
            try
            {
                given = (await http.Request.ReadFormAsync(http.RequestAborted))[Field];
            }
            catch (Exception fault) when (fault is InvalidDataException or IOException or BadHttpRequestException)
            {
                return false;
            }
        }

        return Matches(given, Seed(http, user, create: false));
    }

    /// <summary>The secret that a browser without a session holds for its forms; null when it has none yet.</summary>
    public static string? FormCookie(HttpContext http) =>
        http.Request.Cookies.TryGetValue(AnonymousCookie, out var seed) && seed.Length >= 22 ? seed : null;

    private static bool IsSameOrigin(HttpRequest request)
    {
        string? site = request.Headers["Sec-Fetch-Site"];
        if (!string.IsNullOrEmpty(site))
            return site is "same-origin" or "none";
        string? origin = request.Headers.Origin;
        return string.IsNullOrEmpty(origin)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    private static bool Matches(string? given, string? seed)
    {
        if (seed is null || given is null || given.Length > 100)
            return false;
        Span<byte> token = stackalloc byte[80];
        if (!Convert.TryFromBase64String(given, token, out var length) || length != Length * 2)
            return false;
        Span<byte> proof = stackalloc byte[32];
        Prove(seed, proof);
        Span<byte> unmasked = stackalloc byte[Length];
        for (var i = 0; i < Length; i++)
            unmasked[i] = (byte)(token[i] ^ token[Length + i]);
        return CryptographicOperations.FixedTimeEquals(unmasked, proof[..Length]);
    }

    private static void Prove(string seed, Span<byte> proof) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(seed), "massar forms"u8, proof);

    private static string? Seed(HttpContext http, CurrentUser user, bool create)
    {
        if (user is { Token: { } token, CameByCookie: true })
            return token;
        if (FormCookie(http) is { } seed)
            return seed;
        if (!create)
            return null;
        if (http.Items[AnonymousCookie] is string made)
            return made;
        seed = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        http.Items[AnonymousCookie] = seed;
        http.Response.Cookies.Append(AnonymousCookie, seed, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, Path = "/" });
        return seed;
    }
}
