using static System.FormattableString;

namespace Massar.Features.Installations;

/// <summary>The addresses of the area.</summary>
public static class Links
{
    public const string All = "/installations";
    public const string Mine = "/installations/mine";

    public static string Case(long id) => Invariant($"/installations/{id}");

    /// <summary>The minutes of presence.</summary>
    public static string Minutes(long id) => $"{Case(id)}/minutes";

    /// <summary>The minutes of the school left.</summary>
    public static string Cessation(long id) => $"{Case(id)}/cessation";
}
