using Massar.Features.Strikes.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Strikes;

/// <summary>Strike days: who was absent is entered by list, each is told and may reply, and only then a deduction is proposed (decree 2-99-1216).</summary>
public sealed class Area : IArea
{
    public static string Prefix => "strikes";

    public static string? Title => "strikes.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("strikes.title", Links.Days(), Permissions.Follow, 68),
        new("strikes.mine", Links.Mine, Permissions.Own, 91),
    ];
}

public sealed class StrikesServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<StrikeDesk>();
}
