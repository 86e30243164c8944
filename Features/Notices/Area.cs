using Massar.Infrastructure.Web;

namespace Massar.Features.Notices;

/// <summary>What people are told: in their space, by SMS, by e-mail; and who must be called.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "notices";

    public static string? Title => "notices.menu";

    public static IEnumerable<MenuEntry> Menu =>
    [
        new("notices.menu", Links.Mine(), Permissions.Read, 90, MainMenu.Own),
        new("notices.to-call.menu", Links.ToCall(), Permissions.Call, 80, MainMenu.Desk),
    ];
}

public static class Permissions
{
    /// <summary>Read one's own notices.</summary>
    public const string Read = "notices.read";

    /// <summary>See and close the to-call list of one's school or office.</summary>
    public const string Call = "notices.call";
}

public static class Links
{
    public static string Mine() => "/notices";

    public static string ToCall() => "/notices/to-call";

    public static string Called(long delivery) => $"/notices/to-call/{delivery}";
}
