using System.Globalization;
using System.Runtime.CompilerServices;
using Massar.Infrastructure.Text;

namespace Massar.Tests.Infrastructure.Text;

public sealed class ValueTests
{
    [Theory]
    [InlineData("14", 14)]
    [InlineData("14,5", 14.5)]
    [InlineData("14.50", 14.5)]
    [InlineData("14٫25", 14.25)]
    [InlineData("١٤٫٢٥", 14.25)]
    [InlineData("۱۴,۵", 14.5)]
    [InlineData(" 0 ", 0)]
    [InlineData("\u200f12,5\u200f", 12.5)]
    [InlineData("007", 7)]
    [InlineData("20", 20)]
    public void Marks_are_read(string typed, double mark)
    {
        var reading = NumberReader.Read(typed, 2, 0, 20);

        Assert.Equal(new NumberReading((decimal)mark, NumberProblem.None), reading);
    }

    [Theory]
    [InlineData("", NumberProblem.Missing)]
    [InlineData(null, NumberProblem.Missing)]
    [InlineData("abc", NumberProblem.NotANumber)]
    [InlineData("1e1", NumberProblem.NotANumber)]
    [InlineData("12,", NumberProblem.NotANumber)]
    [InlineData(",5", NumberProblem.NotANumber)]
    [InlineData("1,2,3", NumberProblem.NotANumber)]
    [InlineData("1 2", NumberProblem.NotANumber)]
    [InlineData("12 34", NumberProblem.NotANumber)]
    [InlineData("1-2", NumberProblem.NotANumber)]
    [InlineData("+5", NumberProblem.NotANumber)]
    [InlineData("12,345", NumberProblem.TooManyDecimals)]
    [InlineData("12,500", NumberProblem.TooManyDecimals)]
    [InlineData("20,01", NumberProblem.OutOfRange)]
    [InlineData("145", NumberProblem.OutOfRange)]
    [InlineData("-1", NumberProblem.OutOfRange)]
    [InlineData("99999999999999999999999999999999999", NumberProblem.OutOfRange)]
    public void What_is_no_mark_says_why(string? typed, NumberProblem problem) =>
        Assert.Equal(new NumberReading(null, problem), NumberReader.Read(typed, 2, 0, 20));

    [Theory, InlineData("ar-MA"), InlineData("fr-MA"), InlineData("en-GB"), InlineData("de-DE")]
    public void The_culture_changes_nothing(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);

            Assert.Equal(14.5m, NumberReader.Read("14.5", 2, 0, 20).Value);
            Assert.Equal(14.5m, NumberReader.Read("14,5", 2, 0, 20).Value);
            Assert.Equal("14,50", Formats.Mark(14.5m));
            Assert.Equal("22/01/2027", Formats.ShortDate(new DateOnly(2027, 1, 22)));
            Assert.Equal("1440-09-12", new HijriDate(1440, 9, 12).ToString());
            Assert.Equal("12/2025", Formats.RegisterNumber(12, 2025));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory, InlineData("1 234,56"), InlineData("1\u202f234.56"), InlineData("1\u00a0234,56"), InlineData("1234,56"), InlineData("١٬٢٣٤٫٥٦")]
    public void Amounts_may_have_spaces_between_thousands(string typed) =>
        Assert.Equal(1234.56m, NumberReader.Read(typed, 2, 0, 1_000_000).Value);

    [Theory]
    [InlineData("0612345678", "+212612345678", PhoneKind.Mobile)]
    [InlineData("06 12 34 56 78", "+212612345678", PhoneKind.Mobile)]
    [InlineData("+212 6 12-34-56-78", "+212612345678", PhoneKind.Mobile)]
    [InlineData("00212712345678", "+212712345678", PhoneKind.Mobile)]
    [InlineData("+212 (0)5.22.33.44.55", "+212522334455", PhoneKind.Fixed)]
    [InlineData("212612345678", "+212612345678", PhoneKind.Mobile)]
    [InlineData("612345678", "+212612345678", PhoneKind.Mobile)]
    [InlineData("٠٦١٢٣٤٥٦٧٨", "+212612345678", PhoneKind.Mobile)]
    [InlineData("0801002003", "+212801002003", PhoneKind.Service)]
    public void Phones_are_read(string typed, string kept, PhoneKind kind)
    {
        var phone = MoroccanPhone.Read(typed);

        Assert.Equal(kept, phone?.E164);
        Assert.Equal(kind, phone?.Kind);
        Assert.Equal(phone, MoroccanPhone.Read(phone!.Value.Display));
    }

    [Theory, InlineData(null), InlineData(""), InlineData("061234567"), InlineData("06123456789"), InlineData("0412345678"), InlineData("+33612345678"), InlineData("06 12 34 56 7a"), InlineData("06+12345678")]
    public void Other_numbers_are_refused(string? typed) => Assert.Null(MoroccanPhone.Read(typed));

    [Fact]
    public void A_phone_is_shown_in_pairs()
    {
        var phone = MoroccanPhone.Read("+212612345678")!.Value;

        Assert.Equal("06 12 34 56 78", phone.Display.Replace('\u00a0', ' '));
        Assert.Equal("06 •• •• •• 78", phone.Masked.Replace('\u00a0', ' '));
        Assert.Equal("999", Formats.Phone("999"));
    }

    [Theory]
    [InlineData("ab 123456", "AB123456")]
    [InlineData("J1", "J1")]
    [InlineData("bk٦٥٤٣٢١", "BK654321")]
    [InlineData("ABC12345", null)]
    [InlineData("A12345678", null)]
    [InlineData("123456", null)]
    [InlineData("AB", null)]
    [InlineData("", null)]
    public void Identity_cards(string typed, string? kept) => Assert.Equal(kept, Cin.Read(typed)?.ToString());

    [Fact]
    public void A_card_keeps_letters_and_number_apart() => Assert.Equal(new Cin("AB", "123456"), Cin.Read("AB123456"));

    [Theory]
    [InlineData("j 13 000 0001", "J130000001")]
    [InlineData("F١٣٠٠٠٠٠٠١", "F130000001")]
    [InlineData("J13000000", null)]
    [InlineData("JJ30000001", null)]
    [InlineData("1130000001", null)]
    [InlineData("É130000001", null)]
    public void Massar_codes(string typed, string? kept) => Assert.Equal(kept, MassarCode.Read(typed)?.ToString());

    [Fact]
    public void School_codes_of_the_national_register()
    {
        var rows = File.ReadAllLines(Path.Combine(Here(), "gresa_test_vectors.csv")).Skip(1).Where(row => row.Length > 0).Select(row => row.Split(',')).ToArray();

        Assert.True(rows.Length >= 30, $"{rows.Length} vectors");
        Assert.All(rows, row => Assert.Equal(row[1] == "true", GresaCode.Read(row[0]) is not null));
        Assert.All(rows.Where(row => row[1] == "true"), row =>
            Assert.Equal(row[0], GresaCode.Of(int.Parse(row[0][..5], CultureInfo.InvariantCulture)).Value));
        Assert.Null(GresaCode.Read("00000Z"));
        Assert.Equal("16698Z", GresaCode.Read(" 16698z ")?.Value);
    }

    [Fact]
    public void Bank_accounts_have_a_key()
    {
        const string First = "0117800000123456789012";
        var key = Rib.Key(First);

        // The whole number, key included, leaves nothing when divided by 97.
        Assert.Equal(0, (int)(UInt128.Parse(First + key, CultureInfo.InvariantCulture) % 97));
        Assert.Equal("011", Rib.Read("011 780 0000123456789012 " + key)?.Bank);
        Assert.Equal("780", Rib.Read(First + key)?.Town);
        Assert.Null(Rib.Read(First + (key == "01" ? "02" : "01")));
        Assert.Null(Rib.Read("1" + First[1..] + key));
        Assert.Null(Rib.Read(First));
    }

    // Umm al-Qura: first days of years and months published in its tables.
    [Theory]
    [InlineData("2018-09-11", 1440, 1, 1)]
    [InlineData("2019-05-06", 1440, 9, 1)]
    [InlineData("2019-05-17", 1440, 9, 12)]
    [InlineData("2023-07-19", 1445, 1, 1)]
    [InlineData("2025-03-01", 1446, 9, 1)]
    [InlineData("2025-06-26", 1447, 1, 1)]
    public void Hijri_days(string date, int year, int month, int day)
    {
        var gregorian = DateOnly.Parse(date, CultureInfo.InvariantCulture);

        Assert.Equal(new HijriDate(year, month, day), HijriDate.From(gregorian));
        Assert.Equal(gregorian, new HijriDate(year, month, day).ToGregorian());
    }

    [Fact]
    public void Tables_stay_within_a_day_of_each_other_for_a_century_and_a_half()
    {
        for (var date = new DateOnly(1901, 1, 1); date < new DateOnly(2050, 1, 1); date = date.AddDays(17))
        {
            Assert.True(HijriDate.FromTabular(date).AgreesWith(date), $"{date:O}");
            Assert.Equal(date, HijriDate.From(date).ToGregorian());
        }

        Assert.Equal(1, HijriDate.From(new DateOnly(1880, 1, 1)).CompareTo(HijriDate.From(new DateOnly(1879, 12, 31))));
    }

    [Fact]
    public void The_days_around_are_offered_too() =>
        Assert.Equal([new(1440, 9, 1), new(1440, 8, 30), new(1440, 9, 2)], HijriDate.Choices(new DateOnly(2019, 5, 6)));

    [Theory]
    [InlineData("12 رمضان 1440", "1440-09-12")]
    [InlineData("١٢ رمضان ١٤٤٠", "1440-09-12")]
    [InlineData("12 رمضان 1440 هـ", "1440-09-12")]
    [InlineData("1 جمادى الآخرة 1440", "1440-06-01")]
    [InlineData("3 ربيع الأول 1400", "1400-03-03")]
    [InlineData("3 ربيع الآخر 1400", "1400-04-03")]
    [InlineData("30 ذي الحجة 1399", "1399-12-30")]
    [InlineData("1er moharrem 1440", "1440-01-01")]
    [InlineData("12 ramadan 1440", "1440-09-12")]
    [InlineData("5 rabii II 1440", "1440-04-05")]
    [InlineData("12/09/1440", "1440-09-12")]
    [InlineData("31 رمضان 1440", null)]
    [InlineData("12 بطاطس 1440", null)]
    [InlineData("12 رمضان 2019", null)]
    [InlineData("رمضان 1440", null)]
    [InlineData("", null)]
    public void Hijri_days_are_read(string typed, string? date) => Assert.Equal(date, HijriDate.Read(typed)?.ToString());

    [Theory, InlineData("ar"), InlineData("fr")]
    public void A_formatted_Hijri_day_is_read_again(string language) => Assert.All(Enumerable.Range(1, 12), month =>
        Assert.Equal(new(1440, month, 1), HijriDate.Read(new HijriDate(1440, month, 1).Format(language))));

    [Theory]
    [InlineData("ar", "22 يناير 2027", "الجمعة 22 يناير 2027", "1 غشت 2026")]
    [InlineData("fr", "22 janvier 2027", "vendredi 22 janvier 2027", "1er août 2026")]
    [InlineData("en", "22 January 2027", "Friday 22 January 2027", "1 August 2026")]
    [InlineData("zgh", "22 ⵉⵏⵏⴰⵢⵔ 2027", "ⴰⵙⵉⵎⵡⴰⵙ 22 ⵉⵏⵏⴰⵢⵔ 2027", "1 ⵖⵓⵛⵜ 2026")]
    public void Dates_in_four_languages(string language, string date, string withDay, string august)
    {
        var day = new DateOnly(2027, 1, 22);

        Assert.Equal(date, Formats.Date(day, language).Replace('\u00a0', ' '));
        Assert.Equal(withDay, Formats.DateWithDay(day, language).Replace('\u00a0', ' '));
        Assert.Equal(august, Formats.Date(new DateOnly(2026, 8, 1), language).Replace('\u00a0', ' '));
    }

    [Theory]
    [InlineData("  أحمد  بن\u202E علي ", 20, "أحمد بن علي"), InlineData("abcdef", 3, "abc"), InlineData("ab cdef", 3, "ab"), InlineData("ab\uD83D\uDE00", 3, "ab"), InlineData("ab\uD83D\uDE00", 4, "ab\uD83D\uDE00"), InlineData(null, 3, "")]
    public void A_text_is_cleaned_and_cut_without_half_a_sign(string? typed, int most, string kept)
    {
        Assert.Equal(kept, BidiSafe.Clean(typed, most));
        Assert.Equal("b.xlsx", BidiSafe.CleanEnd("a\uD83D\uDE00b.xlsx", 7));
    }

    [Fact]
    public void Figures_are_written_as_in_Morocco()
    {
        Assert.Equal("14\u202f967", Formats.Count(14_967));
        Assert.Equal("1\u202f234\u202f567", Formats.Count(1_234_567));
        Assert.Equal("1\u202f234,56\u00a0درهم", Formats.Money(1234.56m, "ar"));
        Assert.Equal("\u2066-253,85\u2069\u00a0درهم", Formats.Money(-253.85m, "ar"));
        Assert.Equal("1\u202f234,56\u00a0DH", Formats.Money(1234.56m, "fr"));
        Assert.Equal("12,35", Formats.Mark(12.345m));
        Assert.Equal("97,3\u202f%", Formats.Percent(0.973m, "fr"));
        Assert.Equal("22-01-2027", Formats.SheetDate(new DateOnly(2027, 1, 22)));
        Assert.Equal("08:30", Formats.Time(new TimeOnly(8, 30)));
        Assert.Equal("2025/2026", Formats.SchoolYear(2025));
        Assert.Equal("1,2\u00a0Mo", Formats.FileSize(1_234_000, "fr"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Formats.Date(new DateOnly(2027, 1, 22), "de"));
    }

    // Unicode CLDR, cardinal rules (zgh follows tzm).
    [Theory]
    [InlineData("ar", "0 zero,1 one,2 two,3 few,10 few,11 many,99 many,100 other,101 other,102 other,103 few,110 few,111 many,1000 other")]
    [InlineData("fr", "0 one,1 one,2 other,999999 other,1000000 many,1000001 other")]
    [InlineData("en", "0 other,1 one,2 other,11 other")]
    [InlineData("zgh", "0 one,1 one,2 other,10 other,11 one,99 one,100 other")]
    public void Plurals(string language, string table) => Assert.All(table.Split(','), row =>
    {
        var parts = row.Split(' ');
        Assert.Equal(parts[1], Plural.Category(language, long.Parse(parts[0], CultureInfo.InvariantCulture)));
        Assert.Contains(parts[1], Plural.Categories(language));
    });

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
