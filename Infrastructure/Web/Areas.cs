using System.Reflection;
using Massar.Infrastructure.Security;

namespace Massar.Infrastructure.Web;

/// <summary>A folder of Features: its prefix and what it puts in the menu.</summary>
public interface IArea
{
    /// <summary>First segment of its addresses: "marks" gives /marks/… and /api/marks/….</summary>
    static abstract string Prefix { get; }

    /// <summary>Text key of what the area is called where its parts stand side by side; null when it has no doors of its own.</summary>
    static virtual string? Title => null;

    /// <summary>Entries of the main menu, each drawn only for hats that hold its permission.</summary>
    static virtual IEnumerable<MenuEntry> Menu => [];

    /// <summary>Entries of the home page alone, for pages of a hat whose menu is full.</summary>
    static virtual IEnumerable<MenuEntry> Cards => [];
}

/// <param name="Text">Text key of the label.</param>
/// <param name="Address">Where it leads.</param>
/// <param name="Permission">Who sees it.</param>
/// <param name="Order">Place in the menu, small first.</param>
/// <param name="Group">The group of <see cref="MainMenu"/> it may be folded into.</param>
public sealed record MenuEntry(string Text, string Address, string Permission, int Order = 100, string? Group = null);

/// <summary>Every door to one use case, nothing else.</summary>
public interface IEndpoint
{
    static abstract void Map(AreaRoutes area);
}

/// <summary>Who may come in by a route. Every route carries exactly one; a route without is refused at start.</summary>
/// <param name="AnyOf">Any of these permissions lets in; empty means anybody signed in.</param>
/// <param name="Anonymous">Open to people who are not signed in.</param>
public sealed record Gate(IReadOnlyList<string> AnyOf, bool Anonymous = false, bool AllowsUnfinishedSignIn = false);

/// <summary>Marks a route whose answers must never be kept anywhere: codes, payslips, documents.</summary>
public sealed record NeverStored(string? Role = null);

/// <summary>The two route groups of an area: pages and JSON.</summary>
public sealed class AreaRoutes
{
    private readonly IEndpointRouteBuilder pages;
    private readonly IEndpointRouteBuilder api;
    private readonly IEndpointRouteBuilder root;

    internal AreaRoutes(IEndpointRouteBuilder pages, IEndpointRouteBuilder api, IEndpointRouteBuilder root)
    {
        (this.pages, this.api, this.root) = (pages, api, root);
        (Pages, Api, Root) = (new(pages), new(api), new(root));
    }

    /// <summary>Pages at an address of their own, for the few that people type from paper: /verify.</summary>
    public LateRoutes Root { get; }

    /// <summary>Addresses under /prefix: cookies, antiforgery, HTML.</summary>
    public LateRoutes Pages { get; }

    /// <summary>Addresses under /api/prefix: tokens, problem details, described in OpenAPI.</summary>
    public LateRoutes Api { get; }

    /// <summary>Only hats holding one of the permissions.</summary>
    public AreaRoutes Requiring(params string[] anyOf) => With(new Gate(anyOf));

    /// <summary>Anybody signed in.</summary>
    public AreaRoutes RequiringSignIn() => With(new Gate([]));

    /// <summary>Somebody whose password was right and whose second factor is still to come.</summary>
    public AreaRoutes RequiringPassword() => With(new Gate([], AllowsUnfinishedSignIn: true));

    /// <summary>Open to all. Listed by <c>routes --json</c> and asserted by a test.</summary>
    public AreaRoutes OpenToAll() => With(new Gate([], Anonymous: true));

    /// <summary>Answers carry <c>Cache-Control: no-store</c>.</summary>
    public AreaRoutes NeverStored() => With(new NeverStored());

    private AreaRoutes With(object metadata) => new(
        pages.MapGroup("").WithMetadata(metadata),
        api.MapGroup("").WithMetadata(metadata),
        root.MapGroup("").WithMetadata(metadata));
}

/// <summary>Finds every area and the endpoints below its namespace.</summary>
public static class AreaMapping
{
    public static IReadOnlyList<MenuEntry> Menu { get; private set; } = [];

    /// <summary>What stands on the home page besides the menu's entries.</summary>
    public static IReadOnlyList<MenuEntry> Cards { get; private set; } = [];

    /// <summary>Text keys by prefix.</summary>
    public static IReadOnlyDictionary<string, string> Titles { get; private set; } = new Dictionary<string, string>();

    public static void MapAreas(this WebApplication app)
    {
        var endpoints = OwnTypes.Of(typeof(IEndpoint)).ToList();
        var menu = new List<MenuEntry>();
        var cards = new List<MenuEntry>();
        var titles = new Dictionary<string, string>();
        foreach (var area in OwnTypes.Of(typeof(IArea)).OrderBy(t => t.Namespace, StringComparer.Ordinal))
        {
            var prefix = (string)area.GetInterfaceMap(typeof(IArea)).TargetMethods.Single(m => m.Name.EndsWith("get_Prefix", StringComparison.Ordinal)).Invoke(null, null)!;
            if (area.GetProperty("Menu", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is IEnumerable<MenuEntry> entries)
                menu.AddRange(entries);
            if (area.GetProperty("Cards", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is IEnumerable<MenuEntry> extra)
                cards.AddRange(extra);
            if (area.GetProperty("Title", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is string title)
                titles[prefix] = title;

            var name = area.Namespace!.Split('.')[^1];
            var pages = app.MapGroup(prefix.Length == 0 ? "/" : $"/{prefix}").DisableAntiforgery().ExcludeFromDescription().AddEndpointFilterFactory(EmptyForms.Fill);
            var api = app.MapGroup($"/api/{prefix}").DisableAntiforgery().WithTags(name);
            var routes = new AreaRoutes(pages, api, app.MapGroup("").DisableAntiforgery().ExcludeFromDescription().AddEndpointFilterFactory(EmptyForms.Fill));
            foreach (var endpoint in endpoints.Where(t => t.Namespace!.StartsWith(area.Namespace + ".", StringComparison.Ordinal)))
                endpoint.GetMethod(nameof(IEndpoint.Map), BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [routes]);
        }

        Titles = titles;
        Cards = cards;
        Menu = [.. menu.OrderBy(e => e.Order).ThenBy(e => e.Text, StringComparer.Ordinal)];
    }
}
