using Massar.Infrastructure.Web;

namespace Massar.Features.Mobility;

/// <summary>Movements of staff: campaigns, files and points, requests with wishes, validation by directorate and academy.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "mobility";

    public static string? Title => "mobility.menu";

    public static IEnumerable<MenuEntry> Menu =>
    [
        new("mobility.menu", Links.Campaigns, Permissions.Participate, 60, MainMenu.Own),
        new("mobility.menu.validate", Links.Requests, Permissions.ValidateProvince, 40),
        new("mobility.menu.validate", Links.Requests, Permissions.ValidateAcademy, 40),
        new("mobility.menu.open", Links.Openings, Permissions.OpenCampaign, 40),
    ];
}
