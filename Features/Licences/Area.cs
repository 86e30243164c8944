using Massar.Features.Deadlines.Domain;
using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Licences;

/// <summary>Licences of private and preschool establishments (law 06-00; preschool: law 05-00): opening files, follow-up, expiry, and what anybody may check.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "licences";

    public static string? Title => "licences.title";

    // The head of a private school finds the own licence on the home page; heads of public ones are not shown it.
    public static IEnumerable<MenuEntry> Cards => [new("licences.title", Links.All, Permissions.Follow, 47)];
}

public sealed class LicencesServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) =>
        services.AddScoped<LicenceDesk>().AddScoped<ExtraDesk>().AddScoped<CaseDesk>().AddScoped<IBlocks, LicenceBlocks>().AddSingleton<CheckLimits>();
}
