using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Massar.Infrastructure.Messaging;
using Microsoft.Extensions.Localization;

namespace Massar.Infrastructure.Localization;

/// <summary>The four languages, Arabic first.</summary>
public static class Languages
{
    public const string Default = "ar";
    public static readonly IReadOnlyList<string> All = ["ar", "fr", "en", "zgh"];

    /// <summary>Each language's name in itself.</summary>
    public static string NameOf(string language) => language switch
    {
        "ar" => "العربية",
        "fr" => "Français",
        "en" => "English",
        "zgh" => "ⵜⴰⵎⴰⵣⵉⵖⵜ",
        _ => language,
    };

    public static bool IsKnown(string? language) => language is "ar" or "fr" or "en" or "zgh";
}

/// <summary>
/// Every sentence of the program, read once from the areas' <c>Strings.&lt;lang&gt;.json</c>.
/// Tifinagh falls back to French; a key missing in ar, fr or en is found by a test before anybody reads it.
/// French sentences are written with plain spaces and given their no-break ones here.
/// </summary>
public sealed class Words
{
    public static readonly Words All = new();

    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> byLanguage;

    private Words()
    {
        var collected = Languages.All.ToDictionary(l => l, _ => new Dictionary<string, string>(StringComparer.Ordinal));
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            var parts = name.Split('.');
            if (parts.Length < 3 || parts[^1] != "json" || !parts.Contains("Strings") || !collected.TryGetValue(parts[^2], out var words))
                continue;
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (key, sentence) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!)
                if (!words.TryAdd(key, parts[^2] == "fr" ? FrenchSpacing.Of(sentence) : sentence))
                    throw new InvalidOperationException($"The text key {key} stands twice for {parts[^2]}.");
        }

        byLanguage = collected.ToFrozenDictionary(l => l.Key, l => l.Value.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>All keys of a language, for the completeness test.</summary>
    public IEnumerable<string> Keys(string language) => byLanguage[language].Keys;

    public bool Has(string language, string key) => byLanguage[language].ContainsKey(key);

    public string? Find(string language, string key)
    {
        if (byLanguage[language].TryGetValue(key, out var sentence))
            return sentence;
        return language == "zgh" && byLanguage["fr"].TryGetValue(key, out var french) ? french : null;
    }

    public string Say(string language, string key, params object[] args)
    {
        var sentence = Find(language, key) ?? key;
        return args.Length == 0 ? sentence : string.Format(CultureInfo.InvariantCulture, sentence, args);
    }
}

/// <summary>The reader's language and direction on this request.</summary>
public sealed class Reader
{
    public string Language { get; set; } = Languages.Default;

    public string Direction => Language == "ar" ? "rtl" : "ltr";

    /// <summary>The culture of sorting and of nothing else: numbers and dates are written by our own formatters.</summary>
    public CultureInfo Culture => CultureInfo.GetCultureInfo(Language switch { "ar" => "ar-MA", "fr" => "fr-MA", "en" => "en-GB", _ => "zgh-MA" });

    /// <summary>A name in the reader's script: Arabic for Arabic readers, Latin for the others.</summary>
    public string Name(string arabic, string latin) => Language == "ar" || latin.Length == 0 ? arabic : latin;
}

/// <summary>The program's sentences in the reader's language.</summary>
public sealed class Text(Reader reader) : IStringLocalizer
{
    public string Language => reader.Language;

    public string this[string key] => Words.All.Say(reader.Language, key);

    public string this[string key, params object[] args] => Words.All.Say(reader.Language, key, args);

    public string Of(Said said) => Words.All.Say(reader.Language, said.Key, said.Args);

    public bool Has(string key) => Words.All.Has(reader.Language, key);

    /// <summary>The sentence exists in the reader's language and has all the values it needs.</summary>
    public bool CanSay(Said said) => Has(said.Key)
        && CompositeFormat.Parse(Words.All.Find(reader.Language, said.Key)!).MinimumArgumentCount <= said.Args.Length;

    /// <summary>The sentence with its plural form: keys <c>name.one</c>, <c>name.two</c>, … ; {0} is the number.</summary>
    public string Count(string key, int number) => Words.All.Count(reader.Language, key, number);

    LocalizedString IStringLocalizer.this[string name] => new(name, this[name], !Has(name));

    LocalizedString IStringLocalizer.this[string name, params object[] arguments] => new(name, this[name, arguments], !Has(name));

    IEnumerable<LocalizedString> IStringLocalizer.GetAllStrings(bool includeParentCultures) =>
        Words.All.Keys(reader.Language).Select(k => new LocalizedString(k, this[k]));
}

/// <summary>Sentences with a number in them.</summary>
public static class Counting
{
    /// <summary>Takes the most exact form there is: the category's, else "other".</summary>
    public static string Count(this Words words, string language, string key, long number)
    {
        var exact = $"{key}.{Massar.Infrastructure.Text.Plural.Category(language, number)}";
        return words.Say(language, words.Find(language, exact) is not null ? exact : $"{key}.other", number);
    }
}
