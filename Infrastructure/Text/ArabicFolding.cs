using System.Globalization;
using System.Text;

namespace Massar.Infrastructure.Text;

/// <summary>
/// Makes names comparable. <see cref="Fold"/> and <see cref="FoldLatin"/> forget what people write in several ways within a script;
/// the skeletons go further and make Arabic and Latin spellings of one name meet: «محمد بن احمد», <c>Mohamed Ben Ahmed</c> and
/// <c>Mohammed Benahmed</c> all become <c>mhmd bnhmd</c>. A skeleton finds candidates, it proves nothing: show them, ranked.
/// </summary>
public static class ArabicFolding
{
    // Alone they would be cut as articles or spoiled by a letter rule.
    private static readonly Dictionary<string, string> ArabicExceptions = new()
    {
        ["الياس"] = "ilyas",
        ["الهام"] = "ilham",
        ["الين"] = "aline",
        ["الياسمين"] = "yasmine",
        ["امحمد"] = "mohamed",
        ["الزابيت"] = "elisabeth",
        ["الله"] = "llah",
        ["طه"] = "taha",
        ["نجاه"] = "najat",
        ["حياه"] = "hayat",
    };

    private static readonly Dictionary<string, string> LatinExceptions = new()
    {
        ["larbi"] = "arbi",
        ["laarbi"] = "arbi",
        ["med"] = "mohamed",
        ["mhd"] = "mohamed",
        ["md"] = "mohamed",
        ["ishak"] = "isahak",
        ["ishaq"] = "isahak",
        ["ishaak"] = "isahak",
        ["elham"] = "ilham",
        ["elias"] = "ilias",
        ["elyas"] = "ilyas",
        ["alyas"] = "ilyas",
        ["thami"] = "tahami",
        ["touhami"] = "tahami",
        ["lahmar"] = "ahmar",
        ["lahlou"] = "ahlou",
        ["laraki"] = "araki",
        ["lazrak"] = "azrak",
        ["allal"] = "alal",
        ["eline"] = "aline",
        ["elise"] = "ilise",
    };

    // One spelling for the names that have a dozen: the key of the exact (folded) search in Latin letters.
    private static readonly Dictionary<string, string> LatinVariants = Variants(
        "mohamed mohammed muhammad muhammed mohamad mohammad mouhamed mouhammed muhamed mohamet mohemed med",
        "ahmed ahmad ahmmed", "youssef yousef youcef yusuf yousuf yosef joussef", "fatima fatema fatimah fatma",
        "fatimazahra fatimazohra fatimaezzahra fatimaezzohra fatimazahrae fatimaezzahrae",
        "khadija khadidja khadijah kadija hadija", "aicha aisha aycha aichah aisha", "hassan hasan hassane", "hussein hossein houssein houssain houssaine hocine houcine lhoussaine lhoucine",
        "omar omer umar aomar", "ali aly", "ibrahim ibrahime brahim brahime", "driss idriss idris dris", "ismail smail ismael smael ismaïl",
        "abdellah abdallah abdullah abdoullah", "said saïd saeed", "mustapha mostafa mustafa moustafa moustapha mostapha",
        "yassine yacine yasine yassin yasin", "zineb zaineb zaynab zainab zeineb", "meryem maryam mariam meriem myriam maryem mariem miriam",
        "othmane otmane othman osman outhmane", "khalid khaled", "rachid rashid rachide", "hicham hisham hichame", "samira samirah",
        "noureddine nouredine nordine nourredine noureddin", "abderrahmane abderrahman abdurrahman abdelrahman abderahmane",
        "abdelkader abdelqader abdulkader", "abdelaziz abdulaziz abdelazize", "soufiane sofiane sofyan soufyane soufian", "ayoub ayyoub ayub",
        "bilal bilel", "hamza hamzah", "oussama osama usama ousama", "salma selma", "sara sarah", "houda huda hoda", "iman imane", "amine amin",
        "karim karime kareem", "hanane hanan", "naima naïma naimah", "jamila djamila gamila", "jamal djamal gamal jamel");

    // Words that belong to the word behind them.
    private static readonly HashSet<string> ArabicLeaders = ["بن", "ابن", "بنت", "عبد", "ابو", "بو", "ايت", "اولاد", "ولد", "ام", "بلحاج"];
    private static readonly HashSet<string> LatinLeaders =
        ["ben", "bin", "ibn", "bent", "bint", "abd", "abdel", "abdul", "abdoul", "abou", "abu", "bou", "ait", "oulad", "ouled", "ould", "oum", "el", "al", "es", "ed", "er", "ez", "en", "ech", "et"];

    // … and to the word before them: Salah Eddine, Fadl Allah.
    private static readonly HashSet<string> ArabicTrailers = ["الدين", "الله"];
    private static readonly HashSet<string> LatinTrailers = ["eddine", "eddin", "addine", "addin", "dine", "din", "uddin", "allah", "ellah", "llah"];

    private const string SunLetters = "تثدذرزسشصضطظلن";

    /// <summary>
    /// Arabic text for search: no vowels, tatweel or hamza on its own, أإآٱ→ا, ى→ي, ة→ه, ؤ→و, ئ→ي, Persian forms of ك and ي,
    /// 0-9, single spaces, «عبد» joined to the name behind it. Latin letters in it are folded as <see cref="FoldLatin"/> does.
    /// </summary>
    public static string Fold(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";

        var folded = new StringBuilder(text.Length);
        foreach (var c in Decomposed(text))
        {
            switch (c)
            {
                case 'أ' or 'إ' or 'آ' or 'ٱ': folded.Append('ا'); break;
                case 'ى' or 'ی' or 'ئ': folded.Append('ي'); break;
                case 'ة' or 'ہ' or 'ۀ': folded.Append('ه'); break;
                case 'ؤ': folded.Append('و'); break;
                case 'ک': folded.Append('ك'); break;
                case 'ڭ' or 'ݣ': folded.Append('گ'); break;
                case 'ء' or 'ـ' or '\'' or '’' or '`' or 'ʿ' or 'ʾ' or 'ʼ': break;
                case 'œ': folded.Append("oe"); break;
                case 'æ': folded.Append("ae"); break;
                default:
                    if (char.IsLetterOrDigit(c) || char.IsSurrogate(c)) folded.Append(char.ToLowerInvariant(Digits.ToLatin(c)));
                    else if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)) folded.Append(' ');
                    break;
            }
        }

        var words = folded.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var joined = new StringBuilder(folded.Length);
        for (var i = 0; i < words.Length; i++)
        {
            joined.Append(words[i]);
            if (i < words.Length - 1 && words[i] != "عبد") joined.Append(' ');
        }

        return joined.ToString();
    }

    /// <summary>
    /// Latin text for search: lower case, no accents, apostrophes dropped, hyphens as spaces, and one spelling for the names
    /// that are written in many (Mohammed, Muhammad → mohamed).
    /// </summary>
    public static string FoldLatin(string? text)
    {
        var words = Fold(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++) words[i] = LatinVariants.GetValueOrDefault(words[i], words[i]);
        return string.Join(' ', words);
    }

    /// <summary>The consonants of an Arabic name, word by word, in the letters of <see cref="LatinToSkeleton"/>.</summary>
    public static string ArabicToSkeleton(string? arabic)
    {
        // «عبد» is joined by Fold already; split words are what the grouping below wants.
        var groups = Group(Fold(arabic).Split(' ', StringSplitOptions.RemoveEmptyEntries), ArabicLeaders, ArabicTrailers);
        return Join(groups.Select(ArabicWord));
    }

    /// <summary>The consonants of a name in Latin letters as Moroccans spell it, word by word.</summary>
    public static string LatinToSkeleton(string? latin)
    {
        var words = FoldLatin(latin).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(SplitCompound)
            .Select(word => LatinExceptions.GetValueOrDefault(word, word)).ToArray();
        return Join(Group(words, LatinLeaders, LatinTrailers).Select(LatinWord));
    }

    /// <summary>The skeleton of what a person typed in the search box, in either script or both.</summary>
    public static string Skeleton(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        return text.Any(IsArabic)
            ? Join([ArabicToSkeleton(string.Concat(text.Select(c => char.IsAsciiLetter(c) ? ' ' : c))),
                LatinToSkeleton(string.Concat(text.Select(c => IsArabic(c) ? ' ' : c)))])
            : LatinToSkeleton(text);
    }

    /// <summary>
    /// What to store beside a name for search: both folded spellings and the skeleton, in three columns to index.
    /// Without an Arabic spelling the skeleton comes from the Latin one.
    /// </summary>
    public static NameKey SearchKey(string? arabic, string? latin)
    {
        var skeleton = ArabicToSkeleton(arabic);
        return new(Fold(arabic), FoldLatin(latin), skeleton.Length > 0 ? skeleton : LatinToSkeleton(latin));
    }

    private static string ArabicWord(string[] parts)
    {
        var skeleton = new StringBuilder();
        for (var i = 0; i < parts.Length; i++)
        {
            var part = parts[i];
            if (ArabicExceptions.TryGetValue(part, out var latin))
            {
                if (i > 0 && part == "الله") { skeleton.Append('l'); continue; }
                return skeleton.Append(LatinWord([latin])).ToString();
            }

            // «عبدالقادر»: the article is inside. It is heard as l, or as the letter behind it doubled when that is a sun letter.
            if (part.StartsWith("عبدال", StringComparison.Ordinal) && part.Length > 6)
            {
                skeleton.Append("bd");
                part = part[3..];
                Consonants(Article(part, spoken: true), skeleton, initial: false, final: true);
                continue;
            }

            // «عزالدين», written in one word.
            if (part.Length > 6 && part.EndsWith("الدين", StringComparison.Ordinal)) part = part[..^5] + "دين";

            Consonants(Article(part, spoken: i > 0), skeleton, initial: skeleton.Length == 0, final: i == parts.Length - 1);
        }

        return skeleton.ToString();
    }

    // A name loses its article as often as not in Latin letters (العلوي, Alaoui), so a first one is dropped; within a name it is heard.
    private static string Article(string word, bool spoken)
    {
        if (word.Length < 5 && !(spoken && word.Length >= 4) || !word.StartsWith("ال", StringComparison.Ordinal)) return word;
        return spoken && !SunLetters.Contains(word[2], StringComparison.Ordinal) ? word[1..] : word[2..];
    }

    private static void Consonants(string word, StringBuilder skeleton, bool initial, bool final)
    {
        for (var i = 0; i < word.Length; i++)
        {
            var heard = word[i] switch
            {
                'ب' or 'پ' => "b",
                'ت' or 'ط' or 'ث' => "t",
                'ج' or 'چ' => "j",
                'ح' or 'ه' => final && i == word.Length - 1 ? "" : "h",
                'خ' or 'ق' or 'ك' or 'گ' => "k",
                'د' or 'ذ' or 'ض' or 'ظ' => "d",
                'ر' => "r",
                'ز' => "z",
                'س' or 'ص' => "s",
                'ش' => "c",
                'غ' => "g",
                'ف' or 'ڤ' or 'ڨ' => "f",
                'ل' => "l",
                'م' => "m",
                'ن' => "n",
                'و' => initial && i == 0 ? "w" : "",
                'ي' => initial && i == 0 ? "y" : "",
                >= '0' and <= '9' => word[i].ToString(),
                _ => "",
            };
            skeleton.Append(heard);
        }
    }

    private static string LatinWord(string[] parts)
    {
        // A leading article is dropped as in Arabic; an inner one stays, assimilated to a sun letter.
        var first = parts.Length > 1 && parts[0] is "el" or "al" or "es" or "ed" or "er" or "ez" or "en" or "ech" or "et" ? 1 : 0;
        var word = new StringBuilder();
        for (var i = first; i < parts.Length; i++)
        {
            var assimilated = parts[i] is "es" or "ed" or "er" or "ez" or "en" or "ech" or "et"
                || parts[i] is "el" or "al" && i + 1 < parts.Length && IsSunSpelling(parts[i + 1], 0);
            word.Append(assimilated && i + 1 < parts.Length ? "e" : parts[i]);
        }

        return LatinConsonants(DropGluedArticle(word.ToString()));
    }

    private static string DropGluedArticle(string word)
    {
        if (word.StartsWith("abdel", StringComparison.Ordinal) || word.StartsWith("abdul", StringComparison.Ordinal) || word.StartsWith("abdal", StringComparison.Ordinal))
            return word.Length > 6 && IsSunSpelling(word, 5) && word[5] != 'l' ? "abde" + word[5..] : word;

        // Elidrissi, Elyazid, Almansouri – but Elias, Alaoui, Allali.
        if (word.Length >= 7 && word.StartsWith("el", StringComparison.Ordinal) && word[2] != 'l') return word[2..];
        if (word.Length >= 7 && word.StartsWith("al", StringComparison.Ordinal) && word[2] != 'l' && !IsVowel(word[2])) return word[2..];

        // Ezzahra, Essaadi, Errachidi, Ennaji, Eddine: the article melted into a doubled sun letter.
        if (word.Length >= 6 && word[0] is 'e' or 'a' && word[1] == word[2] && IsSunSpelling(word, 1) && word[1] != 'l') return word[2..];
        if (word.Length >= 7 && word.StartsWith("ech", StringComparison.Ordinal)) return word[1..];

        // Lhoussaine, Lkbir, Lmokhtar.
        return word.Length >= 5 && word[0] == 'l' && !IsVowel(word[1]) && word[1] != 'h' || word.StartsWith("lhou", StringComparison.Ordinal) ? word[1..] : word;
    }

    private static string LatinConsonants(string word)
    {
        word = word.Replace("fath", "fatah", StringComparison.Ordinal);
        if (word.Length > 2 && word[0] == 'o' && word[1] == 'u' && IsVowel(word[2])) word = "w" + word[2..];

        var skeleton = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            var next = i + 1 < word.Length ? word[i + 1] : '\0';
            if (c == next && !IsVowel(c)) continue; // a doubled letter is heard once

            switch (c)
            {
                case 'k' when next == 'h': skeleton.Append('k'); i++; break;
                case 'c' or 's' when next == 'h': skeleton.Append('c'); i++; break;
                case 't' when next == 'c' && i + 2 < word.Length && word[i + 2] == 'h': break; // tch
                case 't' or 'd' when next == 'h': skeleton.Append(c); i++; break;
                case 'd' when next == 'j': break;
                case 'p' when next == 'h': skeleton.Append('f'); i++; break;
                case 'g' when next == 'h': skeleton.Append('g'); i++; break;
                case 'g': skeleton.Append(next is 'e' or 'i' or 'y' ? 'j' : 'k'); break;
                case 'c': skeleton.Append(next is 'e' or 'i' or 'y' ? 's' : 'k'); break;
                case 'h': if (i < word.Length - 1) skeleton.Append('h'); break;
                case 'q': skeleton.Append('k'); break;
                case 'x': skeleton.Append("ks"); break;
                case 'v': skeleton.Append('f'); break;
                case 'p': skeleton.Append('b'); break;
                case 'w' or 'y': if (i == 0) skeleton.Append(c); break;
                case 'b' or 'd' or 'f' or 'j' or 'k' or 'l' or 'm' or 'n' or 'r' or 's' or 't' or 'z': skeleton.Append(c); break;
                case >= '0' and <= '9': skeleton.Append(c); break;
            }
        }

        return skeleton.ToString();
    }

    // Fatimazahra, Fatimaezzahra: two words in Arabic.
    private static IEnumerable<string> SplitCompound(string word) =>
        word.Length >= 9 && word.StartsWith("fatima", StringComparison.Ordinal) ? ["fatima", word[6..]] : [word];

    private static List<string[]> Group(string[] words, HashSet<string> leaders, HashSet<string> trailers)
    {
        var groups = new List<string[]>();
        var open = new List<string>();
        foreach (var word in words)
        {
            if (open.Count == 0 && groups.Count > 0 && trailers.Contains(word))
            {
                groups[^1] = [.. groups[^1], word];
                continue;
            }

            open.Add(word);
            if (leaders.Contains(word)) continue;
            groups.Add([.. open]);
            open.Clear();
        }

        if (open.Count > 0) groups.Add([.. open]);
        return groups;
    }

    private static bool IsSunSpelling(string word, int at) =>
        at < word.Length && (word[at] is 't' or 'd' or 'r' or 'z' or 's' or 'l' or 'n'
            || word[at] == 'c' && at + 1 < word.Length && word[at + 1] == 'h');

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private static bool IsArabic(char c) => c is >= '\u0600' and <= '\u06ff' or >= '\u0750' and <= '\u077f' or >= '\ufb50' and <= '\ufdff' or >= '\ufe70' and <= '\ufefc';

    private static string Join(IEnumerable<string> words) => string.Join(' ', words.Where(word => word.Length > 0));

    // Presentation forms become letters (KC), then accents come apart (D), but the hamza of أ and the madda of آ are letters to us.
    private static string Decomposed(string text)
    {
        var composed = text.Normal(NormalizationForm.FormKC);
        var parts = new StringBuilder(composed.Length);
        foreach (var c in composed)
        {
            if (IsArabic(c) || char.IsSurrogate(c)) parts.Append(c);
            else parts.Append(c.ToString().Normalize(NormalizationForm.FormD));
        }

        return parts.ToString();
    }

    private static Dictionary<string, string> Variants(params string[] rows)
    {
        var variants = new Dictionary<string, string>();
        foreach (var spellings in rows.Select(row => row.Split(' ')))
            foreach (var spelling in spellings) variants.TryAdd(spelling, spellings[0]);
        return variants;
    }
}

/// <summary>The columns to store and index for a name: see <see cref="ArabicFolding.SearchKey"/>.</summary>
public sealed record NameKey(string Arabic, string Latin, string Skeleton)
{
    public const int StoredLength = 250;

    /// <summary>The three in one column: a search looks for the folded words or the skeleton anywhere in it.</summary>
    public string Stored => $"{Arabic}|{Latin}|{Skeleton}" is var all && all.Length <= StoredLength ? all : all[..StoredLength];
}
