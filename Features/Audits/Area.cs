using Massar.Infrastructure.Web;

namespace Massar.Features.Audits;

/// <summary>The audit trail as people read it: each employee what was done on his own file, auditors what was done by whom, and whether the chain holds.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "audits";

    public static string? Title => "audits.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("audits.title", Links.Acts, Permissions.Read, 20),
        new("audits.mine", Links.Mine, Permissions.Own, 96),
    ];
}
