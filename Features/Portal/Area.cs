using Massar.Infrastructure.Web;

namespace Massar.Features.Portal;

/// <summary>The front door: the home page of each hat, and the pages that are open to all.</summary>
public sealed class Area : IArea
{
    public static string Prefix => "";
}
