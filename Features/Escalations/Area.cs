using Massar.Features.Escalations.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Escalations;

/// <summary>What waits too long for a head's word goes up to the directorate: once, with as little as it needs to ask why.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "escalations";

    public static string? Title => "escalations.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("escalations.title", Links.Waiting, Permissions.Head, 6),
        new("escalations.passed", Links.Passed, Permissions.Pupils, 6),
        new("escalations.passed", Links.Passed, Permissions.Staff, 66),
    ];
}

public sealed class EscalationsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<WaitDesk>();
        services.AddHostedService<EscalationClock>();
    }
}
