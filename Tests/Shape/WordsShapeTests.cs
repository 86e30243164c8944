using System.Reflection;
using System.Text.RegularExpressions;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Work;
using Massar.Tests.Support;

namespace Massar.Tests.Shape;

public sealed partial class WordsShapeTests
{
    [Theory, InlineData("fr"), InlineData("en")]
    public void Every_key_exists_in_every_language(string language)
    {
        var arabic = Words.All.Keys("ar").ToHashSet();
        var other = Words.All.Keys(language).ToHashSet();

        Assert.True(arabic.Count > 100);
        // Plural forms differ by language; the rest must match.
        Assert.DoesNotContain(arabic.Except(other), k => !IsPlural(k));
        Assert.DoesNotContain(other.Except(arabic), k => !IsPlural(k));
    }

    [Fact]
    public void Amazigh_has_no_key_the_others_lack() =>
        Assert.DoesNotContain(Words.All.Keys("zgh").Except(Words.All.Keys("fr")), k => !IsPlural(k));

    [Fact]
    public void Amazigh_is_written_in_Tifinagh_and_its_labels_are_known_to_the_reviewer()
    {
        var list = File.ReadAllText(Path.Combine(Repository.Root, "docs", "amazigh.md"));
        var keys = Words.All.Keys("zgh").ToList();

        Assert.True(keys.Count > 150);
        // Latin letters only in names of codes and files that are the same in every language.
        Assert.All(keys, k => Assert.Matches(@"^(?:[\u2D30-\u2D7F\s\d{},.:–]|PDF|PPR|GRESA)+$", Words.All.Find("zgh", k)!));
        Assert.All(ReviewedKey().Matches(list).Select(m => m.Groups[1].Value), k => Assert.Contains(k, keys));
    }

    [Theory, InlineData("fr"), InlineData("en"), InlineData("zgh")]
    public void A_sentence_keeps_its_blanks_in_translation(string language)
    {
        foreach (var key in Words.All.Keys(language).Where(k => !IsPlural(k) && Words.All.Has("ar", k)))
            // As many, not the same: a place's name is two values, and each language takes the one in its script.
            Assert.True(Blanks(Words.All.Find("ar", key)!).Count == Blanks(Words.All.Find(language, key)!).Count, $"{key} in {language}");
    }

    [Fact]
    public void Every_key_named_in_the_code_has_a_sentence()
    {
        var keys = Words.All.Keys("ar").ToHashSet();
        var prefixes = keys.Select(k => k.Split('.')[0]).ToHashSet();
        var named = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "Features"), "*.*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "Infrastructure"), "*.*", SearchOption.AllDirectories)))
        {
            if (!file.EndsWith(".cs", StringComparison.Ordinal) && !file.EndsWith(".razor", StringComparison.Ordinal) || file.Contains("/obj/", StringComparison.Ordinal) || file.Contains("/Migrations/", StringComparison.Ordinal))
                continue;
            foreach (Match match in TextCalls().Matches(File.ReadAllText(file)))
            {
                var key = match.Groups["key"].Value;
                if (!prefixes.Contains(key.Split('.')[0]))
                    continue;
                named++;
                Assert.True(keys.Contains(key) || keys.Contains(key + ".other"), $"{key} in {Path.GetRelativePath(Repository.Root, file)}");
            }
        }

        Assert.True(named > 50);
    }

    [Theory, InlineData("ar"), InlineData("fr"), InlineData("en")]
    public void Every_kind_of_background_work_has_a_name(string language)
    {
        var kinds = typeof(IWork).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IWork)))
            .Select(t => (string)t.GetProperty(nameof(IWork.Kind), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!).ToList();

        Assert.True(kinds.Count > 25);
        Assert.All(kinds, k => Assert.True(Words.All.Has(language, $"jobs.kind.{k}"), k));
    }

    [Fact]
    public void A_short_message_in_Arabic_fits_one_part()
    {
        // Placeholders stand for short things: a code, a day, an hour.
        foreach (var key in Words.All.Keys("ar").Where(k => k.EndsWith(".sms", StringComparison.Ordinal)))
        {
            var filled = Regex.Replace(Words.All.Find("ar", key)!, @"\{\d\}", "123456");
            Assert.True(filled.Length <= 70, $"{key}: {filled.Length} characters");
        }
    }

    // A row of the list of sentences: | `key` | French | Amazigh |
    [GeneratedRegex(@"^\| `([a-z][a-zA-Z0-9.-]+)` \| [^|]+ \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex ReviewedKey();

    private static HashSet<string> Blanks(string sentence) => [.. Regex.Matches(sentence, @"\{\d+\}").Select(m => m.Value)];

    private static bool IsPlural(string key) => key.Split('.')[^1] is "zero" or "one" or "two" or "few" or "many" or "other";

    // Text["key"], Text["key", …], Label="key", Hint="key", Title="key", Conflict("key"…, Next("key"…, WithMessage("key"), Page("key"
    [GeneratedRegex("""(?:Text\["|Label="|Hint="|Title="|Why="|Action="|Of="|Blank="|Conflict\("|Next\("|WithMessage\("|Page\("|new Said\("|Text\.Count\(")(?<key>[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)+)["]""")]
    private static partial Regex TextCalls();
}
