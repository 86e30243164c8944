using Massar.Infrastructure.Web;

namespace Massar.Features.Contributions;

/// <summary>What families pay to a school in a year: received against numbered receipts, kept in a cash book closed by the day, transferred to whom it belongs.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "contributions";

    public static string? Title => "contributions.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("contributions.family", Links.Mine, Permissions.Own, 32),
        new("contributions.desk", Links.Desk, Permissions.Receive, 47),
    ];
}
