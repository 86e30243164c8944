namespace Massar.Infrastructure.Text;

/// <summary>Names and codes shortened for strangers: enough to compare with a paper in one's hand, too little to learn them from.</summary>
public static class Discretion
{
    private const char Hidden = '•';
    private const int Shown = 4;

    /// <summary>"بناني سلمى" is "ب س", "BENNANI Salma" is "B S"; the Arabic article does not count. Without points, which change sides
    /// where a line holds both scripts.</summary>
    public static string Initials(string name) => string.Join(' ', BidiSafe.Clean(name).Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries).Select(Initial));

    /// <summary>"M130045678" is "••••••5678".</summary>
    public static string End(string code) => code.Length <= Shown ? code : new string(Hidden, code.Length - Shown) + code[^Shown..];

    private static string Initial(string word) =>
        (word.StartsWith("ال", StringComparison.Ordinal) && word.Length > 3 ? word[2] : char.ToUpperInvariant(word[0])).ToString();
}
