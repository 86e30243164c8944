using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Massar.Infrastructure.Images;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;

namespace Massar.Features.Portal.ShowManifest;

/// <summary>A browser asks what the program is called in the reader's language and how it looks on a phone's screen, to install it there.</summary>
public sealed class Endpoint : IEndpoint
{
    // What is drawn anew with a new edition of the program is not asked for more than once a day.
    private const string ForADay = "public, max-age=86400";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };
    private static readonly ConcurrentDictionary<int, byte[]> Icons = new();

    public static void Map(AreaRoutes area)
    {
        area = area.OpenToAll();

        area.Pages.MapGet("/installed/{language}.webmanifest", (string language, HttpContext http) =>
            Languages.IsKnown(language) ? Kept(http, Results.Text(Manifest(language), "application/manifest+json")) : Results.NotFound());

        area.Pages.MapGet("/installed/icon-{size:int}.png", (int size, HttpContext http) =>
            AppIcon.Sizes.Contains(size) ? Kept(http, Results.Bytes(Icons.GetOrAdd(size, AppIcon.Draw), "image/png")) : Results.NotFound());
    }

    private static IResult Kept(HttpContext http, IResult result)
    {
        Headers.Shared(http.Response, ForADay);
        return result;
    }

    private static string Manifest(string language)
    {
        var name = Words.All.Say(language, "ui.massar");
        return JsonSerializer.Serialize(
            new
            {
                id = "/",
                name = $"{name} – {Words.All.Say(language, "ui.motto")}",
                short_name = name,
                lang = language,
                dir = language == "ar" ? "rtl" : "ltr",
                start_url = "/",
                scope = "/",
                display = "standalone",
                background_color = "#ffffff",
                theme_color = "#0b5d46",
                icons = AppIcon.Sizes.Select(s => new { src = $"/installed/icon-{s}.png", sizes = $"{s}x{s}", type = "image/png", purpose = "any maskable" }),
            },
            Json);
    }
}
