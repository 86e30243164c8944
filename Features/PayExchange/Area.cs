using Massar.Infrastructure.Web;

namespace Massar.Features.PayExchange;

/// <summary>What signed decisions change of the pay, on its way to the finance ministry ("Indimaj") and back with its visa or its reasons.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "pay-exchange";

    public static string? Title => "pay-exchange.title";

    public static IEnumerable<MenuEntry> Cards =>
    [
        new("pay-exchange.title", Links.All, Permissions.Follow, 32),
    ];
}
