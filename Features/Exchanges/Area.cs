using Massar.Features.Exchanges.Domain;
using Massar.Infrastructure.Web;

namespace Massar.Features.Exchanges;

/// <summary>Exchange of posts between two or three teachers (workflow 4.20): the board, the proposal, everybody's consent, the offices, one signature for all.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "exchanges";

    public static string? Title => "exchanges.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("exchanges.title", Links.All, Permissions.Follow, 62),
        new("exchanges.mine", Links.Mine, Permissions.Own, 87),
    ];
}

public sealed class ExchangesServices : IAreaServices
{
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<ExchangeDesk>();
        services.AddScoped<ExchangeFiles>();
        services.AddSingleton<ProposalBudget>();
    }
}
