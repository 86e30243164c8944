using Massar.Infrastructure.Web;

namespace Massar.Features.Ratings;

/// <summary>The yearly rating of staff (التنقيط): proposed by the head, fixed by the directorate, read by its owner.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "ratings";

    public static string? Title => "ratings.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("ratings.sheet", Links.Sheet(), Permissions.Propose, 61),
        new("ratings.sheets", Links.Sheets(), Permissions.Fix, 61),
        new("ratings.sheets", Links.Sheets(), Permissions.Follow, 61),
        new("ratings.mine", Links.Mine, Permissions.Own, 86),
    ];
}
