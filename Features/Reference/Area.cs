using Massar.Infrastructure.Web;

namespace Massar.Features.Reference;

/// <summary>School years, levels, streams, subjects, coefficients, grades of staff: yearly, editable data.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "reference";

    public static string? Title => "reference.menu";

    public static IEnumerable<MenuEntry> Cards => [new("reference.windows", Links.Windows, Permissions.Windows, 46)];

    public static IEnumerable<MenuEntry> Menu => [new("reference.menu", Links.All, Permissions.Edit, 40)];
}
