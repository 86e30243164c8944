namespace Massar.Infrastructure.Text;

/// <summary>Plural categories of Unicode CLDR, for whole numbers: they choose the form of a text such as «{0} نقطة».</summary>
public static class Plural
{
    /// <summary><c>zero one two few many other</c> in Arabic; <c>one many other</c> in French; <c>one other</c> in English and Amazigh (whose rule is the one CLDR gives for tzm).</summary>
    public static string Category(string language, long count)
    {
        var n = Math.Abs(count);
        return language switch
        {
            "ar" => (n, n % 100) switch
            {
                (0, _) => "zero",
                (1, _) => "one",
                (2, _) => "two",
                (_, >= 3 and <= 10) => "few",
                (_, >= 11) => "many",
                _ => "other",
            },
            "fr" => n switch
            {
                0 or 1 => "one",
                _ when n % 1_000_000 == 0 => "many", // « un million d'élèves »
                _ => "other",
            },
            "zgh" => n is 0 or 1 or (>= 11 and <= 99) ? "one" : "other",
            _ => n == 1 ? "one" : "other",
        };
    }

    /// <summary>Every category a language needs, in the order of CLDR.</summary>
    public static IReadOnlyList<string> Categories(string language) => language switch
    {
        "ar" => ["zero", "one", "two", "few", "many", "other"],
        "fr" => ["one", "many", "other"],
        _ => ["one", "other"],
    };
}
