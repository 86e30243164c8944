using Massar.Features.Installations.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Installations;

/// <summary>Taking up service after a signed decision (workflow 4.21): presence, minutes, the workplace opened, reminders to who does not come.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "installations";

    public static string? Title => "installations.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("installations.title", Links.All, Permissions.Follow, 61),
        new("installations.mine", Links.Mine, Permissions.Own, 86),
    ];
}

public sealed class InstallationsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<InstallationDesk>();
}
