using Massar.Features.OutOfSchool.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.OutOfSchool;

/// <summary>Children who should be at school and are not: found by rule, each with somebody who looks for the child, until an end that is known.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "out-of-school";

    public static string? Title => "out-of-school.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("out-of-school.title", Links.All(), Permissions.Follow, 7),
        new("out-of-school.leavers", Links.School(), Permissions.School, 16),
    ];
}

public sealed class OutOfSchoolServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<FollowDesk>().AddScoped<Finder>();
        services.AddHostedService<FindClock>();
    }
}
