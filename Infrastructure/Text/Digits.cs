namespace Massar.Infrastructure.Text;

/// <summary>Digits as keyboards in Morocco produce them: 0-9, ٠-٩ and ۰-۹. Massar keeps and shows 0-9 in every language.</summary>
public static class Digits
{
    /// <summary>The text with Arabic-Indic and Persian digits turned into 0-9; the rest untouched.</summary>
    public static string ToLatin(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().IndexOfAnyInRange('٠', '۹') < 0
            ? text
            : string.Create(text.Length, text, static (latin, original) =>
            {
                for (var i = 0; i < latin.Length; i++) latin[i] = ToLatin(original[i]);
            });
    }

    internal static char ToLatin(char c) => c switch
    {
        >= '٠' and <= '٩' => (char)('0' + (c - '٠')),
        >= '۰' and <= '۹' => (char)('0' + (c - '۰')),
        _ => c,
    };
}
