using Massar.Infrastructure.Web;

namespace Massar.Features.Transfers;

/// <summary>A pupil moves from one school to another in the middle of the year, and never disappears between the two.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "transfers";

    public static string? Title => "transfers.title";
}
