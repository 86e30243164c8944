using System.Globalization;

namespace Massar.Infrastructure.Text;

/// <summary>A date as lists write it, never guessed: what could be two days is told, not read.</summary>
/// <param name="IsEither">Day and month could be exchanged.</param>
/// <param name="IsMonthFirst">The month stands first, as nobody writes it here.</param>
/// <param name="Wrong">Text key of the reason.</param>
public readonly record struct ImportedDay(DateOnly? Day, bool IsEither, bool IsMonthFirst, string? Wrong)
{
    private static readonly Dictionary<string, int> Months = MonthNames();

    /// <summary>Reads 2014-03-05, 05/03/2014, 5.3.2014, 5-3-2014, 5 mars 2014, ٥ مارس ٢٠١٤.</summary>
    public static ImportedDay Read(string typed)
    {
        var text = Digits.ToLatin(BidiSafe.Clean(typed));
        if (text.IndexOf('T', StringComparison.Ordinal) is 10 and var time) text = text[..time];
        var parts = text.Split(['/', '-', '.', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == 1 && text.Length == 5 && text.All(char.IsAsciiDigit)) return Bad("serial");
        if (parts.Length > 3 && !char.IsAsciiDigit(parts[1][0])) parts = [parts[0], string.Join(' ', parts[1..^1]), parts[^1]];
        if (parts.Length != 3) return Bad("unknown");
        if (parts[0].EndsWith("er", StringComparison.Ordinal)) parts[0] = parts[0][..^2];
        var isNamed = !char.IsAsciiDigit(parts[1][0]);
        if (isNamed)
        {
            if (!Months.TryGetValue(ArabicFolding.Fold(parts[1]), out var month)) return HijriDate.Read(text) is not null ? Bad("hijri") : Bad("unknown");
            parts[1] = month.ToString(CultureInfo.InvariantCulture);
        }

        if (!parts.All(p => p.Length is > 0 and <= 4 && p.All(char.IsAsciiDigit))) return Bad("unknown");
        var (one, two, three) = (Number(parts[0]), Number(parts[1]), Number(parts[2]));
        var (year, isYearFirst) = parts[0].Length == 4 ? (one, true) : (three, false);
        if ((isYearFirst ? parts[0] : parts[2]).Length != 4) return Bad(parts[2].Length <= 2 ? "short-year" : "unknown");
        if (year is >= 1300 and <= 1500) return Bad("hijri");
        if (isYearFirst) return Of(year, two, three, isEither: false);
        if (!isNamed && two > 12 && one is > 0 and <= 12) return new ImportedDay(null, false, true, Key("month-first"));
        return Of(year, two, one, isEither: !isNamed && one <= 12 && two <= 12 && one != two);
    }

    private static ImportedDay Of(int year, int month, int day, bool isEither) =>
        year is >= 1950 and <= 2100 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new ImportedDay(new DateOnly(year, month, day), isEither, false, null) : Bad("no-day");

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static ImportedDay Bad(string reason) => new(null, false, false, Key(reason));

    private static string Key(string reason) => $"ui.list.day.{reason}";

    private static Dictionary<string, int> MonthNames()
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var month = 1; month <= 12; month++)
            foreach (var language in (string[])["ar", "fr", "en"])
                names.TryAdd(ArabicFolding.Fold(Formats.Month(month, language)), month);
        foreach (var (name, month) in ((string, int)[])[("ابريل", 4), ("افريل", 4), ("مايو", 5), ("يوليو", 7), ("اغسطس", 8), ("سبتمبر", 9), ("نوفمبر", 11), ("ديسمبر", 12)])
            names.TryAdd(ArabicFolding.Fold(name), month);
        return names;
    }
}
