using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Text;

namespace Massar.Features.Documents.Domain;

/// <summary>What the ministry's papers say in the same words, whichever area draws them.</summary>
public static class OfficialPaper
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Ar(string key, params object[] args) => Words.All.Say("ar", key, args);

    public static string Fr(string key, params object[] args) => Words.All.Say("fr", key, args);

    /// <summary>The mark across a paper without legal value.</summary>
    public static string? Mark(bool isDemo) => isDemo ? Ar("documents.paper.demo") : null;

    /// <summary>An academy, by the name of its region, as it calls itself.</summary>
    public static string Academy(string language, string region) => Words.All.Say(language, "documents.paper.academy", region);

    /// <summary>A directorate, by the name of its province, as it calls itself.</summary>
    public static string Directorate(string language, string province) => Words.All.Say(language, "documents.paper.directorate", province);

    /// <summary>Whose paper it is, in one language: the kingdom, the ministry, the offices there are, and who issues it below them.</summary>
    public static IReadOnlyList<string> Offices(string language, string? region, string? province, string? below = null) =>
    [
        .. new[]
        {
            Words.All.Say(language, "documents.paper.kingdom"), Words.All.Say(language, "documents.paper.ministry"),
            region is null ? null : Academy(language, region), province is null ? null : Directorate(language, province), below,
        }.OfType<string>(),
    ];

    /// <summary>Where and when it was made.</summary>
    public static string Made(string? communeAr, DateOnly on)
    {
        var day = Formats.ShortDate(on);
        return communeAr is null ? Ar("documents.paper.made", day) : Ar("documents.paper.made-at", communeAr, day);
    }

    /// <summary>A name in a round seal: two lines of nearly the same length look best there.</summary>
    public static IReadOnlyList<string> SealLines(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2) return [name];
        var cut = Enumerable.Range(1, words.Length - 1).MinBy(i => Math.Abs(Length(words[..i]) - Length(words[i..])));
        return [string.Join(' ', words[..cut]), string.Join(' ', words[cut..])];

        static int Length(string[] part) => part.Sum(w => w.Length) + part.Length;
    }

    /// <summary>All that is drawn on a paper, to be kept so that the same paper can be drawn again for printing.</summary>
    public static string Write<T>(T content) => JsonSerializer.Serialize(content, Json);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Json)!;
}
