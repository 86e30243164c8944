using Massar.Infrastructure.Security;
using Massar.Infrastructure.Web;

namespace Massar.Features.Portal.ShowGroup;

/// <summary>The pages of one group of the main menu that the worn hat may open.</summary>
public sealed class Endpoint : IEndpoint
{
    public static void Map(AreaRoutes area) =>
        area.RequiringSignIn().Pages.MapGet("/menu/{group}", (string group, CurrentUser user) =>
            MainMenu.IsGroup(group) && Entries(group, user) is { Count: > 0 } entries
                ? new PartialAnswer(typeof(Card), new() { ["Model"] = new Group(group, entries) })
                : Results.NotFound());

    private static List<MenuEntry> Entries(string group, CurrentUser user) => [.. AreaMapping.Menu.Where(e => e.Group == group && user.Has(e.Permission))];
}

/// <param name="Code">One of the groups of <see cref="MainMenu"/>.</param>
public sealed record Group(string Code, IReadOnlyList<MenuEntry> Entries);
