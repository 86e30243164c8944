using Massar.Infrastructure.Web;

namespace Massar.Features.Guidance;

/// <summary>Where pupils go after a level: their wishes, the council's opinion, the commission's decision by a stated rule, and the answer to who does not accept it.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "guidance";

    public static string? Title => "guidance.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("guidance.family", Links.Mine, Permissions.Wish, 20),
        new("guidance.school", Links.Classes, Permissions.Advise, 58),
        new("guidance.office", Links.Campaigns, Permissions.Commission, 58),
    ];
}
