using Massar.Infrastructure.Web;

namespace Massar.Features.Exports;

/// <summary>
/// Lists of people that leave as files: each is written down, many at once need a reason and a second person of the same place, and
/// nobody takes more in a day than the work asks for.
/// </summary>
public sealed class Area : IArea
{
    public static string Prefix => "exports";

    public static string? Title => "exports.title";

    public static IEnumerable<MenuEntry> Menu => [new("exports.menu", Links.All, Permissions.Ask, 95, MainMenu.Own)];
}

public static class Permissions
{
    /// <summary>Ask for a file with many people, and see what became of it.</summary>
    public const string Ask = "exports.ask";

    /// <summary>Allow or refuse what a colleague of the same place asked for.</summary>
    public const string Approve = "exports.approve";
}

public static class Links
{
    public const string All = "/exports";

    public static string Request(long id) => $"/exports/{id}";

    public static string Ask(string ticket) => $"/exports/ask?ticket={ticket}";
}
