using Massar.Features.StaffLists.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.StaffLists;

/// <summary>Lists of staff brought in from files: read, shown row by row, written when confirmed, taken back while nothing stands on them.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "staff-lists";

    public static string? Title => "staff-lists.title";

    public static IEnumerable<MenuEntry> Cards => [new("staff-lists.title", Links.All, Permissions.Follow, 64)];
}

public sealed class StaffListsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<StaffJudge>().AddScoped<StaffListDesk>().AddSingleton<StaffListLimits>();
}
