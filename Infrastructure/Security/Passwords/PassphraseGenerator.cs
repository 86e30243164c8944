using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Massar.Infrastructure.Security.Passwords;

/// <summary>The language whose words make a passphrase.</summary>
public enum PassphraseLanguage
{
    Arabic,
    French,
}

/// <summary>
/// Passphrases of four common words for pupils and guardians, who sign in with a single factor: at least 40 bits each.
/// Arabic words hold none of the letters that people type in two ways (أ إ آ ة ى ؤ ئ ء), French words no accent.
/// </summary>
public static class PassphraseGenerator
{
    /// <summary>Words in a passphrase.</summary>
    public const int WordCount = 4;

    private static readonly Lazy<FrozenDictionary<PassphraseLanguage, string[]>> Lists = new(() =>
        new Dictionary<PassphraseLanguage, string[]>
        {
            [PassphraseLanguage.Arabic] = WordList.Load("passphrase.ar"),
            [PassphraseLanguage.French] = WordList.Load("passphrase.fr"),
        }.ToFrozenDictionary());

    /// <summary>Four words with a space between them; long enough for <see cref="PasswordPolicy"/> by construction.</summary>
    public static string New(PassphraseLanguage language) =>
        string.Join(' ', RandomNumberGenerator.GetItems<string>(Lists.Value[language], WordCount));

    /// <summary>The words drawn from.</summary>
    public static IReadOnlyList<string> Words(PassphraseLanguage language) => Lists.Value[language];
}
