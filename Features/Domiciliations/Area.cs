using Massar.Features.Domiciliations.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Domiciliations;

/// <summary>Where the pay goes: a member of staff asks for another bank or postal account, the office compares it with the bank's paper, two persons agree, Finance is told.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "domiciliations";

    public static string? Title => "domiciliations.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("domiciliations.title", Links.All, Permissions.Treat, 64),
        new("domiciliations.mine", Links.Mine, Permissions.Own, 82),
    ];
}

public sealed class DomiciliationsServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<RibBox>().AddScoped<DomiciliationDesk>();
}
