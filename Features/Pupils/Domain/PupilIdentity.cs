using System.Globalization;
using System.Text.RegularExpressions;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Pupils.Domain;

/// <summary>What a pupil's file says of who the child is, as it stands, and as a form that adds its own boxes sends it: every box a text, dates as 2014-03-01.</summary>
public record PupilIdentity
{
    public const int TextLength = 200;

    public string? LastNameAr { get; init; }

    public string? FirstNameAr { get; init; }

    public string? LastNameLatin { get; init; }

    public string? FirstNameLatin { get; init; }

    /// <summary>1 a boy, 2 a girl, as the ministry's files number it.</summary>
    public string? Sex { get; init; }

    public string? BirthDate { get; init; }

    /// <summary>As written on the act: "12 رمضان 1440".</summary>
    public string? BirthDateHijri { get; init; }

    public string? BirthPlaceAr { get; init; }

    public string? BirthPlaceLatin { get; init; }

    public string? BirthActNumber { get; init; }

    public string? BirthActDate { get; init; }

    public string? FatherAr { get; init; }

    public string? MotherAr { get; init; }

    /// <summary>Every box by name, in the order in which the act of birth gives them.</summary>
    public IEnumerable<(string Name, string? Value)> Fields() =>
    [
        (nameof(LastNameAr), LastNameAr), (nameof(FirstNameAr), FirstNameAr), (nameof(LastNameLatin), LastNameLatin), (nameof(FirstNameLatin), FirstNameLatin),
        (nameof(Sex), Sex), (nameof(BirthDate), BirthDate), (nameof(BirthDateHijri), BirthDateHijri), (nameof(BirthPlaceAr), BirthPlaceAr), (nameof(BirthPlaceLatin), BirthPlaceLatin),
        (nameof(BirthActNumber), BirthActNumber), (nameof(BirthActDate), BirthActDate), (nameof(FatherAr), FatherAr), (nameof(MotherAr), MotherAr),
    ];

    public static PupilIdentity Of(Pupil pupil) => new()
    {
        LastNameAr = pupil.LastNameAr,
        FirstNameAr = pupil.FirstNameAr,
        LastNameLatin = pupil.LastNameLatin,
        FirstNameLatin = pupil.FirstNameLatin,
        Sex = ((int)pupil.Sex).ToString(CultureInfo.InvariantCulture),
        BirthDate = TypedDay.Iso(pupil.BirthDate),
        BirthDateHijri = pupil.BirthDateHijri,
        BirthPlaceAr = pupil.BirthPlaceAr,
        BirthPlaceLatin = pupil.BirthPlaceLatin,
        BirthActNumber = pupil.BirthActNumber,
        BirthActDate = pupil.BirthActDate is { } day ? TypedDay.Iso(day) : null,
        FatherAr = pupil.FatherAr,
        MotherAr = pupil.MotherAr,
    };

    /// <summary>The same with one box changed.</summary>
    public PupilIdentity With(string field, string? value) => field switch
    {
        nameof(LastNameAr) => this with { LastNameAr = value },
        nameof(FirstNameAr) => this with { FirstNameAr = value },
        nameof(LastNameLatin) => this with { LastNameLatin = value },
        nameof(FirstNameLatin) => this with { FirstNameLatin = value },
        nameof(Sex) => this with { Sex = value },
        nameof(BirthDate) => this with { BirthDate = value },
        nameof(BirthDateHijri) => this with { BirthDateHijri = value },
        nameof(BirthPlaceAr) => this with { BirthPlaceAr = value },
        nameof(BirthPlaceLatin) => this with { BirthPlaceLatin = value },
        nameof(BirthActNumber) => this with { BirthActNumber = value },
        nameof(BirthActDate) => this with { BirthActDate = value },
        nameof(FatherAr) => this with { FatherAr = value },
        nameof(MotherAr) => this with { MotherAr = value },
        _ => throw new ArgumentException("No box of the file.", nameof(field)),
    };

    /// <summary>As it is kept: trimmed, nothing invisible, empty boxes as null.</summary>
    public PupilIdentity Cleaned()
    {
        return new()
        {
            LastNameAr = One(LastNameAr),
            FirstNameAr = One(FirstNameAr),
            LastNameLatin = One(LastNameLatin),
            FirstNameLatin = One(FirstNameLatin),
            Sex = One(Sex),
            BirthDate = One(BirthDate) is { } born ? Digits.ToLatin(born) : null,
            BirthDateHijri = One(BirthDateHijri),
            BirthPlaceAr = One(BirthPlaceAr),
            BirthPlaceLatin = One(BirthPlaceLatin),
            BirthActNumber = One(BirthActNumber) is { } act ? Digits.ToLatin(act) : null,
            BirthActDate = One(BirthActDate) is { } drawn ? Digits.ToLatin(drawn) : null,
            FatherAr = One(FatherAr),
            MotherAr = One(MotherAr),
        };

        static string? One(string? typed) => BidiSafe.CleanOrNull(typed);
    }

    /// <summary>Reasons by box; empty when everything can be kept.</summary>
    public Dictionary<string, Said> Wrong(DateOnly today)
    {
        var wrong = new Dictionary<string, Said>(StringComparer.OrdinalIgnoreCase);
        Name(nameof(LastNameAr), LastNameAr, isArabic: true);
        Name(nameof(FirstNameAr), FirstNameAr, isArabic: true);
        Name(nameof(LastNameLatin), LastNameLatin, isArabic: false);
        Name(nameof(FirstNameLatin), FirstNameLatin, isArabic: false);
        if (Sex is not ("1" or "2"))
            wrong[nameof(Sex)] = new Said("pupils.wrong.choose");
        if (TypedDay.Read(BirthDate) is not { } born || born.Year < 1950)
            wrong[nameof(BirthDate)] = new Said("pupils.wrong.date");
        else if (born > today)
            wrong[nameof(BirthDate)] = new Said("pupils.wrong.future");
        if (BirthDateHijri is not null && HijriDate.Read(BirthDateHijri) is null)
            wrong[nameof(BirthDateHijri)] = new Said("pupils.wrong.hijri");
        if (BirthPlaceAr is null)
            wrong[nameof(BirthPlaceAr)] = new Said("pupils.wrong.needed");
        if (BirthActNumber is not null && !BirthActs.IsNumber(BirthActNumber))
            wrong[nameof(BirthActNumber)] = new Said("pupils.wrong.act");
        if (BirthActDate is not null && (TypedDay.Read(BirthActDate) is not { } drawn || drawn > today))
            wrong[nameof(BirthActDate)] = new Said("pupils.wrong.date");
        foreach (var (name, text) in Fields().Where(f => f.Name is nameof(BirthPlaceAr) or nameof(BirthPlaceLatin) or nameof(FatherAr) or nameof(MotherAr)))
            if (text?.Length > TextLength)
                wrong[name] = new Said("pupils.wrong.long", TextLength);
        return wrong;

        void Name(string field, string? name, bool isArabic)
        {
            if (name is null)
                wrong[field] = new Said("pupils.wrong.needed");
            else if (name.Length > Pupil.NameLength || !(isArabic ? NameLetters.AreArabic(name) : NameLetters.AreLatin(name)))
                wrong[field] = new Said(isArabic ? "pupils.wrong.arabic" : "pupils.wrong.latin");
        }
    }

    /// <summary>What would change in a file that says <paramref name="now"/>.</summary>
    public IReadOnlyList<CorrectedField> ChangesFrom(PupilIdentity now) =>
        [.. now.Fields().Zip(Fields()).Where(f => !string.Equals(f.First.Value ?? "", f.Second.Value ?? "", StringComparison.Ordinal)).Select(f => new CorrectedField(f.First.Name, f.First.Value, f.Second.Value))];

    /// <summary>Writes it into the file; call after <see cref="Wrong"/> found nothing.</summary>
    public void WriteTo(Pupil pupil)
    {
        (pupil.LastNameAr, pupil.FirstNameAr, pupil.LastNameLatin, pupil.FirstNameLatin) = (LastNameAr!, FirstNameAr!, LastNameLatin!, FirstNameLatin!);
        pupil.Sex = Sex == "2" ? Domain.Sex.Female : Domain.Sex.Male;
        (pupil.BirthDate, pupil.BirthDateHijri) = (TypedDay.Read(BirthDate)!.Value, BirthDateHijri);
        (pupil.BirthPlaceAr, pupil.BirthPlaceLatin) = (BirthPlaceAr!, BirthPlaceLatin);
        (pupil.BirthActNumber, pupil.BirthActDate) = (BirthActNumber, TypedDay.Read(BirthActDate));
        (pupil.FatherAr, pupil.MotherAr) = (FatherAr, MotherAr);
        pupil.SearchKey = ArabicFolding.SearchKey(pupil.FullNameAr, pupil.FullNameLatin).Stored;
    }

}

/// <summary>Numbers of acts of birth: digits, and the year of the register behind a slash where it is written.</summary>
public static partial class BirthActs
{
    public static bool IsNumber(string typed) => Shape().IsMatch(typed);

    /// <summary>The same act: older files write its number with or without the year.</summary>
    public static bool AreSame(string? one, string? other)
    {
        if (one is null || other is null)
            return false;
        if (one == other)
            return true;
        var isBare = !one.Contains('/', StringComparison.Ordinal) || !other.Contains('/', StringComparison.Ordinal);
        return isBare && one.Split('/')[0] == other.Split('/')[0];
    }

    [GeneratedRegex("^[0-9]{1,6}(?:[/-][0-9]{4})?$")]
    private static partial Regex Shape();
}
