using Massar.Features.Families.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Families;

/// <summary>Families of the staff: what happened is declared from a phone, proved, entered and decided; the allowance is explained child by child.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "family";

    public static string? Title => "family.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("family.title", Links.All, Permissions.Follow, 61),
        new("family.mine", Links.Mine, Permissions.Own, 83),
    ];
}

public sealed class FamiliesServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddScoped<FamilyDesk>();
}
