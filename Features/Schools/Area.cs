using Massar.Infrastructure.Web;

namespace Massar.Features.Schools;

/// <summary>The tree ministry, academy, directorate, commune, school.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "schools";
}
