using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;
using Microsoft.AspNetCore.Components;

namespace Massar.Infrastructure.Ui;

/// <summary>
/// The frame of every page: head, bars, menu, foot. Written by hand because it is on every page; as a component it cost more
/// than most of what it frames.
/// </summary>
/// <param name="http">The request that is answered.</param>
/// <param name="page">What the partial inside says of itself.</param>
/// <param name="isRefused">A form came back refused: the title says so first, for people who hear the page.</param>
public sealed class Shell(HttpContext http, PageAttribute page, bool isRefused)
{
    private const string Icon = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='6' fill='%230b5d46'/%3E%3Cpath d='M9 9h14v14H9zM16 6l10 10-10 10L6 16z' fill='none' stroke='%23fff' stroke-width='2'/%3E%3C/svg%3E";

    // Some words of htmx answers are not pages: 401 and 403 are handled by app.js.
    private const string HtmxSettings = """{"history":false,"includeIndicatorCSS":false,"defaultTimeout":120000,"noSwap":[204,304,401,403,"5xx"]}""";

    private readonly Localization.Text text = http.RequestServices.GetRequiredService<Localization.Text>();
    private readonly Reader reader = http.RequestServices.GetRequiredService<Reader>();
    private readonly CurrentUser user = http.RequestServices.GetRequiredService<CurrentUser>();
    private readonly Assets assets = http.RequestServices.GetRequiredService<Assets>();
    private readonly ShellSettings settings = http.RequestServices.GetRequiredService<ShellSettings>();
    private readonly string path = http.Request.Path.Value ?? "/";

    /// <summary>The page brings the stylesheet along, being the first that this browser gets.</summary>
    public bool CarriesStyle { get; } = http.RequestServices.GetRequiredService<Assets>().ShouldInlineStyle(http) || page.Bare;

    /// <summary>Everything before the partial.</summary>
    public void Begin(Html html)
    {
        Head(html);
        html.Add($"""<body><a class="skip" href="#main">{text["ui.skip"]}</a>""");
        html.AddIf(settings.IsDemo, $"""<aside class="demo" aria-label="{text["ui.warning"]}">{text["ui.demo"]}</aside>""");
        html.Add($"""<header class="bar"><div class="in"><a class="brand" href="/"><span>{text["ui.massar"]}<small>{text["ui.motto"]}</small></span></a><div class="tools">""");
        if (page.Bare)
        {
            html.Add($"""</div></div></header><main id="main">""");
            return;
        }

        LanguageMenu(html);
        if (user.IsSignedIn)
            OwnMenu(html);
        else
            html.Add($"""<a href="{Addresses.SignInPath}">{text["ui.sign-in"]}</a>""");
        html.Add($"</div></div></header>");
        Menu(html);
        html.Add($"""<p id="offline" class="note warn" role="status" hidden>{text["ui.offline"]}</p><main id="main"{(page.Wide ? Wide : default)}>""");
        if (Flash.Take(http) is { } said && text.CanSay(said))
            html.Add($"""<div class="note ok" role="status">{text.Of(said)}</div>""");
    }

    /// <summary>Everything after it.</summary>
    public void End(Html html)
    {
        html.Add($"""</main><footer class="foot"><div class="in"><a class="call" href="tel:{settings.GreenNumber}">{text["ui.green-number"]} <span class="num">{settings.GreenNumberShown}</span></a><a href="/accessibility">{text["ui.accessibility"]}</a><a href="/personal-data">{text["ui.personal-data"]}</a></div></footer>""");
        if (page.Bare)
        {
            html.Add($"</body></html>");
            return;
        }

        html.Add($"""
            <div id="toasts" role="status" aria-live="polite"></div>
            <template id="say-signin"><p>{text["ui.say-signin"]} <a href="{Addresses.SignInPath}" target="_blank" rel="noopener">{text["ui.sign-in"]}</a></p><button>{text["ui.close"]}</button></template>
            <template id="say-fault"><p>{text["ui.say-fault"]} <span class="code" data-ref></span></p><button>{text["ui.close"]}</button></template>
            """);
        html.AddIf(page.Working, $"""<dialog id="confirm"><h2></h2><p></p><div class="acts"><button value="yes">{text["ui.confirm"]}</button><button class="second" value="no">{text["ui.cancel"]}</button></div></dialog>""");
        html.Add($"</body></html>");
    }

    private static readonly MarkupString Wide = new(" class=\"wide\"");
    private static readonly MarkupString IsHere = new(" aria-current=\"page\"");
    private static readonly MarkupString IsChosen = new(" aria-current=\"true\"");

    private void Head(Html html)
    {
        html.Add($"""
            <!DOCTYPE html>
            <html lang="{reader.Language}" dir="{reader.Direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <title>
            """);
        html.AddIf(isRefused, $"{text["ui.error"]}: ");
        html.Add($"""{text[page.Title]} – {text["ui.massar"]}</title><link rel="icon" href="{new MarkupString(Icon)}">""");
        html.AddIf(page.Installable, $"""<link rel="manifest" href="/installed/{reader.Language}.webmanifest"><link rel="apple-touch-icon" href="/installed/icon-192.png"><meta name="theme-color" content="#0b5d46">""");
        // A first page brings its style along, so that it can be drawn before a second request is answered.
        if (CarriesStyle)
            html.Add($"<style>{new MarkupString(assets.Style)}</style>");
        else
            html.Add($"""<link rel="stylesheet" href="{assets["app.css"]}">""");
        html.AddIf(page.Working, $"""<meta name="htmx-config" content='{new MarkupString(HtmxSettings)}'><script defer src="{assets["lib/htmx.min.js"]}"></script>""");
        html.Add($"""<script defer src="{assets["app.js"]}"></script>""");
        if (page.Script is { } script)
            html.Add($"""<script defer src="{assets[script]}"></script>""");
        html.Add($"</head>");
    }

    private void LanguageMenu(Html html)
    {
        html.Add($"""<details class="menu"><summary><span class="sr">{text["ui.language"]}: </span>{Languages.NameOf(reader.Language)}</summary><ul class="drop">""");
        // An answer to a form has no address of its own to come back to.
        var isRead = HttpMethods.IsGet(http.Request.Method);
        var query = isRead
            ? string.Concat(http.Request.Query.Where(q => q.Key != "lang").SelectMany(q => q.Value.Select(v => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(v ?? "")}&")))
            : "";
        foreach (var language in Languages.All)
            html.Add($"""<li><a href="{(isRead ? path : "/")}?{query}lang={language}" lang="{language}" hreflang="{language}"{(language == reader.Language ? IsChosen : default)}>{Languages.NameOf(language)}</a></li>""");
        html.Add($"</ul></details>");
    }

    private void OwnMenu(Html html)
    {
        html.Add($"""<details class="menu"><summary><bdi>{reader.Name(user.Session.NameAr, user.Session.NameLatin)}</bdi></summary><div class="drop"><small>{text[$"role.{user.Role}"]}</small>""");
        html.AddIf(user.Session.HatCount > 1, $"""<a href="/accounts/hats">{text["ui.switch-hat"]}</a>""");
        html.Add($"""
            <a href="/accounts/me">{text["ui.account"]}</a>
            <hr>
            <form method="post" action="{Addresses.SignOutPath}" data-unsent="{text["ui.unsent"]}"><input type="hidden" name="{Antiforgery.Field}" value="{Antiforgery.TokenFor(http, user)}"><button>{text["ui.sign-out"]}</button></form></div></details>
            """);
    }

    private void Menu(Html html)
    {
        html.Add($"""<nav class="nav" aria-label="{text["ui.main-menu"]}"><ul><li><a href="/"{(path == "/" ? IsHere : default)}>{text["ui.home"]}</a></li>""");
        // Of two entries that begin alike, /payslips and /payslips/staff, the longer one is meant.
        var links = user.IsSignedIn ? MainMenu.For(user.Role, user.Hat.IsDelegated) : [];
        MenuLink? here = null;
        var matched = 0;
        foreach (var link in links)
        {
            if (link.Address == path)
                (here, matched) = (link, path.Length);
            foreach (var entry in link.Entries)
            {
                if (entry.Address.Length > matched && path.StartsWith(entry.Address, StringComparison.Ordinal))
                    (here, matched) = (link, entry.Address.Length);
            }
        }

        // What a card of the front page leads to is work of its own, and no page of the personal entry that begins alike: /payslips/imports is not one's pay.
        var isCard = user.IsSignedIn && AreaMapping.Cards.Any(c => c.Address.Length > matched && path.StartsWith(c.Address, StringComparison.Ordinal) && user.Has(c.Permission));
        if (isCard)
            here = null;
        // A page that no entry begins like belongs to its area's first one; one's own account to none.
        here ??= path.StartsWith(Addresses.Accounts, StringComparison.Ordinal) ? null : links.FirstOrDefault(l => l.Entries.Any(e => AreaOf(e.Address) == AreaOf(path) && !(isCard && e.Group == MainMenu.Own)));

        foreach (var link in links)
            html.Add($"""<li><a href="{link.Address}"{(link == here ? IsHere : default)}>{text[link.Text]}</a></li>""");
        html.Add($"</ul></nav>");
    }

    /// <summary>What stands between the first two strokes: <c>decisions</c> of /decisions/12.</summary>
    private static string AreaOf(string address) => address.Split('/', '?')[1];
}

/// <summary>What the frame shows of the settings.</summary>
public sealed class ShellSettings(IConfiguration configuration)
{
    public bool IsDemo { get; } = configuration.IsDemo();

    /// <summary>As it is called.</summary>
    public string GreenNumber { get; } = configuration["Massar:GreenNumber"] ?? "";

    /// <summary>As it is read.</summary>
    public string GreenNumberShown { get; } = configuration["Massar:GreenNumberShown"] ?? "";
}
