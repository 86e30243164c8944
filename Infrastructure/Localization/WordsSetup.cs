using Massar.Infrastructure.Security;
using Microsoft.Extensions.Localization;

namespace Massar.Infrastructure.Localization;

public static class WordsSetup
{
    private const string Cookie = "lang";

    public static WebApplicationBuilder AddWords(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<Reader>();
        builder.Services.AddScoped<Text>();
        builder.Services.AddScoped<IStringLocalizer>(s => s.GetRequiredService<Text>());
        builder.Services.AddSingleton(Words.All);
        return builder;
    }

    /// <summary>
    /// The reader's language: what the address asks (?lang=, kept in a cookie), else the cookie,
    /// else the account's, else the browser's, else Arabic.
    /// </summary>
    public static void UseWords(this WebApplication app) => app.Use(static (http, next) =>
    {
        var reader = http.RequestServices.GetRequiredService<Reader>();
        string? asked = http.Request.Query["lang"];
        if (Languages.IsKnown(asked))
        {
            reader.Language = asked!;
            http.Response.Cookies.Append(Cookie, asked!, new CookieOptions { Path = "/", MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = http.Request.IsHttps });
        }
        else if (http.Request.Cookies.TryGetValue(Cookie, out var kept) && Languages.IsKnown(kept))
        {
            reader.Language = kept;
        }
        else if (http.RequestServices.GetRequiredService<CurrentUser>() is { IsSignedIn: true, Language: { } preferred } && Languages.IsKnown(preferred))
        {
            reader.Language = preferred;
        }
        else
        {
            reader.Language = FromBrowser(http.Request.Headers.AcceptLanguage);
        }

        return next(http);
    });

    private static string FromBrowser(string? header)
    {
        foreach (var part in (header ?? "").Split(',', 8, StringSplitOptions.TrimEntries))
        {
            var tag = part.Split(';')[0].Split('-')[0].ToLowerInvariant();
            if (Languages.IsKnown(tag))
                return tag;
        }

        return Languages.Default;
    }
}
