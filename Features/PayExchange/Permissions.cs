namespace Massar.Features.PayExchange;

public static class Permissions
{
    /// <summary>The pay office: what was sent to the finance ministry about the staff of one's place, and sending again.</summary>
    public const string Follow = "pay-exchange.follow";
}
