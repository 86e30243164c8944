using Massar.Infrastructure.Web;

namespace Massar.Features.Deadlines;

/// <summary>What stands in the way of the year's deadlines, named, with the place where each thing is mended.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "deadlines";

    public static string? Title => "deadlines.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("deadlines.title", Links.Board, Permissions.Board, 5),
        new("deadlines.schools", Links.Schools(), Permissions.Watch, 5),
    ];
}
