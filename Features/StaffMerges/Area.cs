using Massar.Features.StaffMerges.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffMerges;

/// <summary>Two files of one employee become one by two persons, and two again when it was wrong.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "staff-merges";

    public static string? Title => "staff-merges.title";

    public static IEnumerable<MenuEntry> Cards => [new("staff-merges.title", Links.All, Permissions.Follow, 65)];
}

public sealed class StaffMergesServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<MergeDesk>();
}
