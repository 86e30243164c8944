using System.Globalization;

namespace Massar.Infrastructure.Text;

/// <summary>
/// A day of the Hijri calendar. Morocco begins its months when the moon is seen, so no table is sure to the day: computed dates are
/// a proposal, offered with the day before and after (<see cref="Choices"/>), and what the civil-status paper says is kept.
/// </summary>
public readonly record struct HijriDate(int Year, int Month, int Day) : IComparable<HijriDate>
{
    private static readonly string[] ArabicMonths =
        ["محرم", "صفر", "ربيع الأول", "ربيع الثاني", "جمادى الأولى", "جمادى الثانية", "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"];

    // The spelling of the French edition of the official gazette.
    private static readonly string[] FrenchMonths =
        ["moharrem", "safar", "rabii I", "rabii II", "joumada I", "joumada II", "rejeb", "chaabane", "ramadan", "chaoual", "kaada", "hija"];

    // Other names in use, folded, and the month they mean.
    private static readonly (string Name, int Month)[] OtherNames =
    [
        ("ربيع الاخر", 4), ("ربيع النبوي", 3), ("جمادي الاخره", 6), ("جمادي الاخر", 6), ("جمادي الاول", 5), ("ذي القعده", 11), ("ذي الحجه", 12), ("محرم الحرام", 1),
        ("شعبان الابرك", 8), ("رمضان المعظم", 9), ("رجب الفرد", 7), ("شوال الابرك", 10),
        ("mouharram", 1), ("muharram", 1), ("rabia i", 3), ("rabia ii", 4), ("rabii 1", 3), ("rabii 2", 4), ("joumada 1", 5), ("joumada 2", 6), ("rajab", 7), ("chaaban", 8), ("shaaban", 8),
        ("chawal", 10), ("chawwal", 10), ("doul qiada", 11), ("dou al qiida", 11), ("dou al hijja", 12), ("doul hijja", 12), ("hijja", 12),
    ];

    private static readonly UmAlQuraCalendar UmAlQura = new();
    private static readonly HijriCalendar Tabular = new() { HijriAdjustment = 0 };

    /// <summary>The Hijri day by the Umm al-Qura table (1900–2077), outside it by the arithmetic calendar.</summary>
    public static HijriDate From(DateOnly date) => Of(TableCovers(date) ? UmAlQura : Tabular, date);

    /// <summary>The Hijri day by the arithmetic calendar: 30 and 29 days in turn, 11 leap years in 30.</summary>
    public static HijriDate FromTabular(DateOnly date) => Of(Tabular, date);

    /// <summary>The computed day, then the day before and the day after, to choose from.</summary>
    public static IReadOnlyList<HijriDate> Choices(DateOnly date) => [From(date), From(date.AddDays(-1)), From(date.AddDays(1))];

    /// <summary>The Gregorian day, by the same tables.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The table has no such day (a 30th in a month of 29).</exception>
    public DateOnly ToGregorian() =>
        DateOnly.FromDateTime((Year is >= 1318 and <= 1500 ? (Calendar)UmAlQura : Tabular).ToDateTime(Year, Month, Day, 0, 0, 0, 0));

    /// <summary>Whether a birth or act may bear both dates: sightings stray a day or two from the tables, never more.</summary>
    public bool AgreesWith(DateOnly date)
    {
        for (var days = -2; days <= 2; days++)
        {
            if (From(date.AddDays(days)) == this) return true;
        }

        // A 30th that the table does not have is the day before the next 1st.
        return Day == 30 && new HijriDate(Month == 12 ? Year + 1 : Year, Month == 12 ? 1 : Month + 1, 1).AgreesWith(date.AddDays(1));
    }

    /// <summary>Reads <c>12 رمضان 1440</c>, <c>12 ramadan 1440</c>, <c>12/09/1440</c>; null otherwise.</summary>
    public static HijriDate? Read(string? typed)
    {
        if (typed is null || typed.Length > 60) return null;

        var words = ArabicFolding.Fold(typed).Split(' ').Where(word => word is not ("ه" or "من" or "عام" or "سنه" or "h")).ToArray();
        if (words.Length < 3 || !Number(words[0].EndsWith("er", StringComparison.Ordinal) ? words[0][..^2] : words[0], out var day) || !Number(words[^1], out var year)) return null;

        var name = string.Join(' ', words[1..^1]);
        var month = Number(name, out var number) ? number : MonthOf(name);
        return year is >= 1200 and <= 1600 && month is >= 1 and <= 12 && day is >= 1 and <= 30 ? new(year, month, day) : null;

        static bool Number(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>The month's name; French outside Arabic, as no other usage is settled.</summary>
    public static string MonthName(int month, string language) => (language == "ar" ? ArabicMonths : FrenchMonths)[month - 1];

    /// <summary><c>12 رمضان 1440</c>, <c>1er moharrem 1440</c>.</summary>
    public string Format(string language) => string.Create(CultureInfo.InvariantCulture,
        $"{Day}{(Day == 1 && language == "fr" ? "er" : "")} {MonthName(Month, language)} {Year}");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}-{Day:D2}");

    public int CompareTo(HijriDate other) => (Year, Month, Day).CompareTo((other.Year, other.Month, other.Day));

    public static bool operator <(HijriDate left, HijriDate right) => left.CompareTo(right) < 0;
    public static bool operator >(HijriDate left, HijriDate right) => left.CompareTo(right) > 0;
    public static bool operator <=(HijriDate left, HijriDate right) => left.CompareTo(right) <= 0;
    public static bool operator >=(HijriDate left, HijriDate right) => left.CompareTo(right) >= 0;

    private static int MonthOf(string folded)
    {
        for (var month = 1; month <= 12; month++)
        {
            if (ArabicFolding.Fold(ArabicMonths[month - 1]) == folded || ArabicFolding.Fold(FrenchMonths[month - 1]) == folded) return month;
        }

        return Array.Find(OtherNames, other => other.Name == folded).Month;
    }

    private static bool TableCovers(DateOnly date) =>
        date >= DateOnly.FromDateTime(UmAlQura.MinSupportedDateTime) && date <= DateOnly.FromDateTime(UmAlQura.MaxSupportedDateTime);

    private static HijriDate Of(Calendar calendar, DateOnly date)
    {
        var at = date.ToDateTime(TimeOnly.MinValue);
        return new(calendar.GetYear(at), calendar.GetMonth(at), calendar.GetDayOfMonth(at));
    }
}
