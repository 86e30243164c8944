using Massar.Infrastructure.Web;

namespace Massar.Features.Notices;

/// <summary>What people are told: in their space, by SMS, by e-mail; and who must be called.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "notices";
}
