using System.Collections.Frozen;
using System.Globalization;

namespace Massar.Infrastructure.Text;

/// <summary>
/// How Morocco writes dates, marks and sums, in the four languages (<c>ar fr en zgh</c>). Digits are 0-9 everywhere and nothing
/// depends on the machine's cultures. Spaces inside a value do not break.
/// </summary>
public static class Formats
{
    /// <summary>Between thousands: a thin space that does not break.</summary>
    public const char Thin = '\u202f';

    private static readonly NumberFormatInfo Numbers = NumberFormatInfo.ReadOnly(new NumberFormatInfo
    {
        NumberDecimalSeparator = ",",
        NumberGroupSeparator = Thin.ToString(),
        NumberGroupSizes = [3],
        NegativeSign = "-",
    });

    private static readonly FrozenDictionary<string, string[]> Months = new Dictionary<string, string[]>
    {
        ["ar"] = ["يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"],
        ["fr"] = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
        ["en"] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
        ["zgh"] = ["ⵉⵏⵏⴰⵢⵔ", "ⴱⵕⴰⵢⵕ", "ⵎⴰⵕⵚ", "ⵉⴱⵔⵉⵔ", "ⵎⴰⵢⵢⵓ", "ⵢⵓⵏⵢⵓ", "ⵢⵓⵍⵢⵓⵣ", "ⵖⵓⵛⵜ", "ⵛⵓⵜⴰⵏⴱⵉⵔ", "ⴽⵜⵓⴱⵔ", "ⵏⵓⵡⴰⵏⴱⵉⵔ", "ⴷⵓⵊⴰⵏⴱⵉⵔ"],
    }.ToFrozenDictionary();

    // Sunday first, as DayOfWeek counts.
    private static readonly FrozenDictionary<string, string[]> Days = new Dictionary<string, string[]>
    {
        ["ar"] = ["الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"],
        ["fr"] = ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
        ["en"] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
        ["zgh"] = ["ⴰⵙⴰⵎⴰⵙ", "ⴰⵢⵏⴰⵙ", "ⴰⵙⵉⵏⴰⵙ", "ⴰⴽⵕⴰⵙ", "ⴰⴽⵡⴰⵙ", "ⴰⵙⵉⵎⵡⴰⵙ", "ⴰⵙⵉⴹⵢⴰⵙ"],
    }.ToFrozenDictionary();

    /// <summary>The month's name as Moroccans say it, 1 to 12.</summary>
    public static string Month(int month, string language) => Of(Months, language)[month - 1];

    /// <summary>The day's name.</summary>
    public static string Day(DayOfWeek day, string language) => Of(Days, language)[(int)day];

    /// <summary><c>22 يناير 2027</c>, <c>22 janvier 2027</c>, <c>1er janvier 2027</c>, <c>22 January 2027</c>.</summary>
    public static string Date(DateOnly date, string language) => string.Create(CultureInfo.InvariantCulture,
        $"{date.Day}{(date.Day == 1 && language == "fr" ? "er" : "")}\u00a0{Month(date.Month, language)}\u00a0{date.Year}");

    /// <summary>The date with the day of the week before it: <c>الجمعة 22 يناير 2027</c>.</summary>
    public static string DateWithDay(DateOnly date, string language) => $"{Day(date.DayOfWeek, language)} {Date(date, language)}";

    /// <summary><c>22/01/2027</c>, in every language.</summary>
    public static string ShortDate(DateOnly date) => date.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture);

    /// <summary><c>22-01-2027</c>, as in the sheets exchanged with schools.</summary>
    public static string SheetDate(DateOnly date) => date.ToString("dd'-'MM'-'yyyy", CultureInfo.InvariantCulture);

    /// <summary><c>14:30</c>; the school day never needs a.m. and p.m.</summary>
    public static string Time(TimeOnly time) => time.ToString("HH':'mm", CultureInfo.InvariantCulture);

    /// <summary><c>14,50</c>: a mark or an average, two decimals, halves away from zero.</summary>
    public static string Mark(decimal mark) => Number(mark, 2);

    /// <summary><c>1 234,5</c> with so many decimals.</summary>
    public static string Number(decimal value, int decimals) =>
        Math.Round(value, decimals, MidpointRounding.AwayFromZero).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), Numbers);

    /// <summary><c>14 967</c>.</summary>
    public static string Count(long count) => count.ToString("N0", Numbers);

    /// <summary><c>97,3 %</c> from 0.973; French sets a space before the sign, the others do not.</summary>
    public static string Percent(decimal share, string language, int decimals = 1) =>
        Number(share * 100, decimals) + (language == "fr" ? $"{Thin}%" : "%");

    /// <summary><c>1 234,56 درهم</c>, <c>1 234,56 DH</c>, in English <c>MAD</c>. The minus of an Arabic amount is isolated with its digits, or it would stand behind them.</summary>
    public static string Money(decimal dirhams, string language) => (dirhams < 0 && language == "ar" ? $"\u2066{Number(dirhams, 2)}\u2069" : Number(dirhams, 2)) + "\u00a0" + language switch
    {
        "ar" => "درهم",
        "en" => "MAD",
        _ => "DH",
    };

    /// <summary><c>06 12 34 56 78</c>; what is no Moroccan number is shown as it is.</summary>
    public static string Phone(string number) => MoroccanPhone.Read(number)?.Display ?? number;

    /// <summary>A number of a register: <c>12/2025</c>.</summary>
    public static string RegisterNumber(int number, int year) => string.Create(CultureInfo.InvariantCulture, $"{number}/{year}");

    /// <summary>A school year by the year it begins in: <c>2025/2026</c>.</summary>
    public static string SchoolYear(int firstYear) => string.Create(CultureInfo.InvariantCulture, $"{firstYear}/{firstYear + 1}");

    /// <summary>The size of a file: <c>118 KB</c>, <c>1,2 MB</c>; French counts <c>Ko</c> and <c>Mo</c>.</summary>
    public static string FileSize(long bytes, string language)
    {
        var unit = language switch { "ar" => ("ك.ب", "م.ب"), "fr" => ("Ko", "Mo"), _ => ("KB", "MB") };
        return bytes < 1_000_000
            ? Count(Math.Max(1, (bytes + 500) / 1_000)) + "\u00a0" + unit.Item1
            : Number(bytes / 1_000_000m, 1) + "\u00a0" + unit.Item2;
    }

    private static string[] Of(FrozenDictionary<string, string[]> words, string language) =>
        words.TryGetValue(language, out var own) ? own : throw new ArgumentOutOfRangeException(nameof(language), language, "Not a language of Massar.");
}
