using System.Collections.Frozen;
using System.Text;

namespace Massar.Infrastructure.Text;

/// <summary>
/// Proposes the Latin spelling of an Arabic name in Moroccan custom: a list of common names first, then rules of the French-based
/// spelling (ش ch, و ou, ق k). It is a proposal in a form field: what the family's papers say wins.
/// </summary>
public static class Transliteration
{
    private static readonly Lazy<FrozenDictionary<string, string>> Names = new(Load);

    /// <summary>Names known by heart: the folded Arabic spelling, then the Latin one.</summary>
    public static IReadOnlyDictionary<string, string> Known => Names.Value;

    /// <summary>The proposal, each word with a capital; what is not Arabic stays as it is.</summary>
    public static string Propose(string? arabic)
    {
        var words = (arabic ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var latin = new List<string>(words.Length);
        for (var i = 0; i < words.Length; i++)
        {
            if (ArabicFolding.Fold(words[i]) == "عبد" && i + 1 < words.Length)
            {
                latin.Add(Servant(ArabicFolding.Fold(words[++i])));
            }
            else if (latin.Count > 0 && ArabicFolding.Fold(words[i]) == "الدين")
            {
                latin[^1] += latin[^1][^1] is 'e' or 'a' ? "ddine" : "eddine"; // Noureddine, Alaeddine
            }
            else
            {
                latin.Add(Word(words[i]));
            }
        }

        return string.Join(' ', latin);
    }

    private static string Word(string arabic)
    {
        var folded = ArabicFolding.Fold(arabic);
        if (folded.Length == 0 || !folded.Any(c => c is >= 'ء' and <= 'ي')) return arabic;
        if (Names.Value.TryGetValue(folded, out var known)) return known;

        if (folded.StartsWith("عبدال", StringComparison.Ordinal) && folded.Length > 6) return Servant(folded[3..]);
        if (folded.Length >= 5 && folded.StartsWith("ال", StringComparison.Ordinal))
        {
            var rest = folded[2..];
            return Names.Value.TryGetValue(rest, out var bare) ? $"El {bare}" : $"El {Capital(Spell(rest))}";
        }

        // Benhamou, Belkacem, Bouazza: the head is a word of its own, glued.
        foreach (var (head, spelling) in new[] { ("بنال", "Benel"), ("بن", "Ben"), ("بل", "Bel"), ("بو", "Bou"), ("ايت", "Ait ") })
        {
            if (folded.Length < head.Length + 3 || !folded.StartsWith(head, StringComparison.Ordinal)) continue;
            var rest = folded[head.Length..];
            var tail = Names.Value.TryGetValue(rest, out var bare) ? bare : Spell(rest);
            return spelling.EndsWith(' ') ? spelling + Capital(tail) : spelling + tail.ToLowerInvariant();
        }

        return Capital(Spell(folded));
    }

    // Abdelkader, Abderrahim, Abdellah: the article takes the sound of a sun letter.
    private static string Servant(string name)
    {
        if (name is "الله") return "Abdellah";
        var hasArticle = name.StartsWith("ال", StringComparison.Ordinal) && name.Length >= 4;
        if (!hasArticle) return "Abd " + Word(name);

        var rest = name[2..];
        var latin = (Names.Value.TryGetValue(rest, out var known) ? known : Spell(rest)).ToLowerInvariant();
        return rest[0] switch
        {
            'ر' or 'س' or 'ص' or 'ز' or 'د' or 'ت' or 'ط' or 'ن' or 'ل' => "Abde" + latin[0] + latin,
            'ش' => "Abde" + latin,
            _ => "Abdel" + latin,
        };
    }

    // Long vowels are written; between two consonants that would clash, an a is the likeliest short one.
    private static string Spell(string word)
    {
        var latin = new StringBuilder(word.Length * 2);
        var open = false; // the last thing written was a consonant with no vowel behind it
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            var last = i == word.Length - 1;
            var vowelNext = !last && word[i + 1] is 'ا' or 'و' or 'ي' && !(word[i] is 'ا' or 'و' or 'ي');
            switch (c)
            {
                case 'ا':
                    if (i == 0 && !last && word[i + 1] is 'و' or 'ي') continue; // إيمان, أوراغ: the vowel is the next letter
                    latin.Append('a');
                    open = false;
                    continue;
                case 'ه' when last && latin.Length > 0:
                    if (latin[^1] != 'a') latin.Append('a');
                    continue;
                case 'و':
                    latin.Append(i == 0 && !last ? "Ou" : "ou");
                    if (i == 0 && !last && word[i + 1] is not ('ا' or 'ي')) latin.Append('a');
                    open = false;
                    continue;
                case 'ي':
                    var glide = i == 0 || !last && word[i + 1] is 'ا' or 'و';
                    latin.Append(glide ? 'y' : 'i');
                    if (i == 0 && !last && word[i + 1] is not ('ا' or 'و')) latin.Append('a');
                    open = false;
                    continue;
            }

            if (open && (vowelNext is false && !last || i == 1)) { latin.Append('a'); open = false; }
            else if (i == 1 && open) latin.Append('a');

            var afterVowel = latin.Length > 0 && latin[^1] is 'a' or 'i' or 'u';
            latin.Append(c switch
            {
                'ب' => "b",
                'ت' or 'ط' => "t",
                'ث' => "t",
                'ج' => "j",
                'ح' or 'ه' => "h",
                'خ' => "kh",
                'د' or 'ذ' or 'ض' or 'ظ' => "d",
                'ر' => "r",
                'ز' => "z",
                'س' or 'ص' => afterVowel && vowelNext ? "ss" : "s",
                'ش' => "ch",
                'ع' => afterVowel || vowelNext ? "" : "a",
                'غ' => "gh",
                'ف' => "f",
                'ق' or 'ك' => "k",
                'گ' => "g",
                'ل' => "l",
                'م' => "m",
                'ن' => "n",
                _ => "",
            });
            open = c != 'ع' && !vowelNext;
        }

        // A masculine name in -an, -in, -oun takes an e in French spelling: Zidane, Hassanine.
        var text = latin.ToString();
        return word.Length > 3 && (text.EndsWith("an", StringComparison.Ordinal) || text.EndsWith("in", StringComparison.Ordinal)) && word[^2] is 'ا' or 'ي'
            ? text + "e"
            : text;
    }

    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];

    private static FrozenDictionary<string, string> Load()
    {
        using var stream = typeof(Transliteration).Assembly.GetManifestResourceStream($"{typeof(Transliteration).Namespace}.Names.moroccan.words.txt")
            ?? throw new InvalidOperationException("The list of names is not in the program.");
        using var reader = new StreamReader(stream);

        var names = new Dictionary<string, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            names.TryAdd(ArabicFolding.Fold(line[..space]), line[(space + 1)..]);
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
