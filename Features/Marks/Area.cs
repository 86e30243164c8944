using Massar.Infrastructure.Web;

namespace Massar.Features.Marks;

/// <summary>Continuous assessment: entry, hand-over, validation, publication, correction, and what families read.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "marks";

    public static string? Title => "marks.menu.sheets";

    public static IEnumerable<MenuEntry> Menu =>
    [
        new("marks.menu.mine", Links.Mine, Permissions.Own, 10),
        new("marks.menu.children", Links.Children, Permissions.Children, 10),
        new("marks.menu.sheets", Links.Sheets, Permissions.Enter, 20),
        new("marks.menu.review", Links.Board, Permissions.Validate, 20),
    ];
}
