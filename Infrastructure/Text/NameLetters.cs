using System.Text.RegularExpressions;

namespace Massar.Infrastructure.Text;

/// <summary>Whether a typed name is written in the script its box asks for.</summary>
public static partial class NameLetters
{
    /// <summary>Arabic letters, spaces, apostrophes and hyphens, and at least one of them.</summary>
    public static bool AreArabic(string name) => Arabic().IsMatch(name);

    /// <summary>Latin letters with any accent of Europe, spaces, apostrophes and hyphens, and at least one of them.</summary>
    public static bool AreLatin(string name) => Latin().IsMatch(name);

    [GeneratedRegex(@"^[\p{IsArabic}\s'\-]+$")]
    private static partial Regex Arabic();

    [GeneratedRegex(@"^[\p{IsBasicLatin}\p{IsLatin-1Supplement}\p{IsLatinExtended-A}’\s'\-]+$")]
    private static partial Regex Latin();
}
