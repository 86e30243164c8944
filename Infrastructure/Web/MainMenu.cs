using System.Collections.Concurrent;
using Massar.Infrastructure.Security;

namespace Massar.Infrastructure.Web;

/// <summary>A link of the main menu: one entry, or a group of entries that has a page of its own.</summary>
/// <param name="Text">Text key.</param>
public sealed record MenuLink(string Text, string Address, IReadOnlyList<MenuEntry> Entries);

/// <summary>
/// The main menu of each role. It has at most six links, home among them (ux.md); a role with more entries finds those of one
/// group behind one link, the personal ones first.
/// </summary>
public static class MainMenu
{
    /// <summary>Links besides home.</summary>
    public const int Most = 5;

    /// <summary>What concerns the person and not the work: pay, decisions, movements, notices.</summary>
    public const string Own = "own";

    /// <summary>What is done for people who come in or call: accounts, calls.</summary>
    public const string Desk = "desk";

    private static readonly string[] Groups = [Own, Desk];
    private static readonly ConcurrentDictionary<(string Role, bool IsDelegated), IReadOnlyList<MenuLink>> ByRole = new();

    public static string AddressOf(string group) => $"/menu/{group}";

    public static string TextOf(string group) => $"ui.menu.{group}";

    public static bool IsGroup(string group) => Groups.Contains(group);

    /// <param name="isDelegated">The role was lent for decisions alone.</param>
    public static IReadOnlyList<MenuLink> For(string role, bool isDelegated = false) =>
        ByRole.GetOrAdd((role, isDelegated), static r => Fold(AreaMapping.Menu.Where(e => Roles.PermissionsOf(r.Role, r.IsDelegated).Contains(e.Permission))));

    /// <summary>Folds groups until the links fit.</summary>
    public static IReadOnlyList<MenuLink> Fold(IEnumerable<MenuEntry> entries)
    {
        List<MenuLink> links = [.. entries.Select(e => new MenuLink(e.Text, e.Address, [e]))];
        foreach (var group in Groups)
        {
            if (links.Count <= Most)
                break;
            List<MenuLink> members = [.. links.Where(l => l.Entries[0].Group == group)];
            if (members.Count < 2)
                continue;
            links[links.IndexOf(members[^1])] = new MenuLink(TextOf(group), AddressOf(group), [.. members.SelectMany(m => m.Entries)]);
            links.RemoveAll(members.Contains);
        }

        return links;
    }
}
