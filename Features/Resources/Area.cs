using Massar.Features.Resources.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Resources;

/// <summary>Lessons to read, hear and watch, by level, stream and subject: offered by teachers, judged by inspectors, each with what it weighs and with lighter forms of itself.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "resources";

    public static string? Title => "resources.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("resources.title", Links.Mine, Permissions.Read, 18),
        new("resources.desk", Links.Desk, Permissions.Offer, 30),
        new("resources.desk", Links.Desk, Permissions.Judge, 30),
    ];
}

public sealed class ResourcesServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<ResourceDesk>().AddSingleton<ReadingTally>();
}
