using Massar.Infrastructure.Web;

namespace Massar.Features.Pupils;

/// <summary>A pupil's file for life, and guardians.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "pupils";
}
