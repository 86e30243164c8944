using System.Globalization;
using FluentValidation;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.Registry.Domain;

/// <summary>The paper a change rests on, its day, and why, as typed.</summary>
public record TypedPaper
{
    public string? Reference { get; init; }

    /// <summary>As 2026-01-31.</summary>
    public string? DocumentOn { get; init; }

    /// <summary>First day on which the change holds, as 2026-09-01.</summary>
    public string? EffectiveOn { get; init; }

    public string? Remark { get; init; }

    /// <summary>The returned proposal that this one corrects.</summary>
    public string? Follows { get; init; }
}

/// <summary>A school to open, as typed.</summary>
public record TypedSchool
{
    /// <summary>Five digits, with or without their letter; empty for the next free one.</summary>
    public string? Code { get; init; }

    public string? NameAr { get; init; }

    public string? NameFr { get; init; }

    /// <summary>Code of the list institution-natures.</summary>
    public string? Nature { get; init; }

    /// <summary>One of <see cref="ChangeRules.Cycles"/>.</summary>
    public string? Cycles { get; init; }

    /// <summary>public or private.</summary>
    public string? Sector { get; init; }

    /// <summary>urban or rural.</summary>
    public string? Milieu { get; init; }

    public string? Commune { get; init; }

    /// <summary>For an annex, the code of its school.</summary>
    public string? Centre { get; init; }

    public string? AddressAr { get; init; }

    public string? Phone { get; init; }

    /// <summary>Of the first primary year.</summary>
    public string? Seats { get; init; }
}

/// <summary>What can be judged by looking at what was typed.</summary>
public static class ChangeRules
{
    public const int NameLength = 120;
    public const int MostSeats = 999;

    public static IReadOnlyList<string> Cycles { get; } = ["PRE", "PRI", "COL", "QUA", "SUP", "PRE;PRI", "PRI;COL", "COL;QUA", "PRI;COL;QUA"];

    public static void HasPaper<T>(this AbstractValidator<T> validator, Func<T, TypedPaper> of, TimeProvider clock)
    {
        validator.RuleFor(c => c).Must(c => BidiSafe.Clean(of(c).Reference).Length is > 0 and <= SchoolChange.ReferenceLength).WithMessage("registry.wrong.reference")
            .WithState(_ => new object[] { SchoolChange.ReferenceLength }).OverridePropertyName(nameof(TypedPaper.Reference));
        validator.RuleFor(c => c).Must(c => TypedDay.Read(of(c).DocumentOn) is { } day && day <= MoroccanDay.Today(clock)).WithMessage("registry.wrong.document-day").OverridePropertyName(nameof(TypedPaper.DocumentOn));
        validator.RuleFor(c => c).Must(c => TypedDay.Read(of(c).EffectiveOn) is not null).WithMessage("registry.wrong.day").OverridePropertyName(nameof(TypedPaper.EffectiveOn));
        validator.RuleFor(c => c).Must(c => BidiSafe.CleanLines(of(c).Remark).Length <= SchoolChange.ReasonLength).WithMessage("registry.wrong.long")
            .WithState(_ => new object[] { SchoolChange.ReasonLength }).OverridePropertyName(nameof(TypedPaper.Remark));
    }

    public static void HasNames<T>(this AbstractValidator<T> validator, Func<T, (string? Ar, string? Fr)?> of, string prefix = "")
    {
        validator.RuleFor(c => c).Must(c => of(c) is not var (ar, _) || IsNameIn(BidiSafe.Clean(ar), IsArabic, char.IsAsciiLetter)).WithMessage("registry.wrong.name-ar").OverridePropertyName($"{prefix}NameAr");
        validator.RuleFor(c => c).Must(c => of(c) is not var (_, fr) || IsNameIn(BidiSafe.Clean(fr), char.IsAsciiLetter, IsArabic)).WithMessage("registry.wrong.name-fr").OverridePropertyName($"{prefix}NameFr");
    }

    /// <param name="of">Null where there is no such school.</param>
    public static void HasSchool<T>(this AbstractValidator<T> validator, Func<T, TypedSchool?> of, string prefix = "")
    {
        validator.HasNames(c => of(c) is { } s ? (s.NameAr, s.NameFr) : null, prefix);
        Rule(nameof(TypedSchool.Code), s => string.IsNullOrWhiteSpace(s.Code) || ReadCode(s.Code) is not null, "registry.wrong.code");
        Rule(nameof(TypedSchool.Nature), s => !string.IsNullOrEmpty(s.Nature), "registry.wrong.choose");
        Rule(nameof(TypedSchool.Cycles), s => Cycles.Contains(s.Cycles), "registry.wrong.choose");
        Rule(nameof(TypedSchool.Sector), s => s.Sector is "public" or "private", "registry.wrong.choose");
        Rule(nameof(TypedSchool.Milieu), s => s.Milieu is "urban" or "rural", "registry.wrong.choose");
        Rule(nameof(TypedSchool.AddressAr), s => BidiSafe.Clean(s.AddressAr).Length <= NameLength, "registry.wrong.address");
        Rule(nameof(TypedSchool.Phone), s => string.IsNullOrWhiteSpace(s.Phone) || MoroccanPhone.Read(s.Phone) is not null, "registry.wrong.phone");
        Rule(nameof(TypedSchool.Seats), s => string.IsNullOrWhiteSpace(s.Seats) || SeatsOf(s) is not null, "registry.wrong.seats");

        void Rule(string field, Func<TypedSchool, bool> holds, string key) =>
            validator.RuleFor(c => c).Must(c => of(c) is not { } school || holds(school)).WithMessage(key).OverridePropertyName(prefix + field);
    }

    /// <summary>Five digits get their check letter, six signs are verified; null for what is neither.</summary>
    public static GresaCode? ReadCode(string? typed)
    {
        var text = Digits.ToLatin(typed ?? "").Replace(" ", "", StringComparison.Ordinal);
        return text.Length == GresaCode.Length - 1 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? GresaCode.Of(number)
            : GresaCode.Read(typed);
    }

    // Names have numbers and points too ("م.م النور 2"): what counts is the script of their letters.
    private static bool IsNameIn(string name, Func<char, bool> script, Func<char, bool> other) => name.Length <= NameLength && name.Any(script) && !name.Any(other);

    private static bool IsArabic(char letter) => letter is >= '\u0621' and <= '\u06D3';

    public static int? SeatsOf(TypedSchool school) =>
        int.TryParse(Digits.ToLatin(school.Seats?.Trim() ?? ""), NumberStyles.None, CultureInfo.InvariantCulture, out var seats) && seats <= MostSeats ? seats : null;
}
