using FluentValidation;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Text;

namespace Massar.Features.Licences.Domain;

/// <summary>Owner and director, as typed.</summary>
public record TypedPeople
{
    public string? OwnerAr { get; init; }

    public string? OwnerLatin { get; init; }

    public string? OwnerCin { get; init; }

    public string? DirectorAr { get; init; }

    public string? DirectorLatin { get; init; }

    public string? DirectorCin { get; init; }

    public Person Owner => new(BidiSafe.Clean(OwnerAr), BidiSafe.Clean(OwnerLatin), $"{Cin.Read(OwnerCin)}");

    public Person Director => new(BidiSafe.Clean(DirectorAr), BidiSafe.Clean(DirectorLatin), $"{Cin.Read(DirectorCin)}");
}

/// <summary>What can be judged by looking at what was typed.</summary>
public static class LicenceRules
{
    /// <summary>A licence is asked for a day so far ahead at most.</summary>
    public const int FarthestDays = 730;

    /// <summary>Cycles a private school may have, in the order they are written.</summary>
    public static IReadOnlyList<string> Cycles { get; } = ["PRE", "PRI", "COL", "QUA", "SUP"];

    public static void HasPeople<T>(this AbstractValidator<T> validator, Func<T, TypedPeople> of)
    {
        validator.HasPerson("Owner", c => (of(c).OwnerAr, of(c).OwnerLatin, of(c).OwnerCin));
        validator.HasPerson("Director", c => (of(c).DirectorAr, of(c).DirectorLatin, of(c).DirectorCin));
    }

    /// <summary>What is wrong with the typed people, by field; empty when nothing is.</summary>
    public static Dictionary<string, Said> Problems(TypedPeople people) => new PeopleValidator().Validate(people).Errors
        .GroupBy(e => e.PropertyName).ToDictionary(g => g.Key, g => new Said(g.First().ErrorMessage, g.First().CustomState as object[] ?? []), StringComparer.OrdinalIgnoreCase);

    public static void HasPerson<T>(this AbstractValidator<T> validator, string prefix, Func<T, (string? Ar, string? Latin, string? Cin)> of)
    {
        validator.RuleFor(c => c).Must(c => IsName(BidiSafe.Clean(of(c).Ar), isArabic: true)).WithMessage("licences.wrong.name-ar").OverridePropertyName($"{prefix}Ar");
        validator.RuleFor(c => c).Must(c => IsName(BidiSafe.Clean(of(c).Latin), isArabic: false)).WithMessage("licences.wrong.name-latin").OverridePropertyName($"{prefix}Latin");
        validator.RuleFor(c => c).Must(c => Cin.Read(of(c).Cin) is not null).WithMessage("licences.wrong.cin").OverridePropertyName($"{prefix}Cin");
    }

    /// <summary>Lines of a text area, cleaned; empty ones do not count.</summary>
    public static IReadOnlyList<string> Lines(string? typed) => BidiSafe.CleanLines(typed).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The cycles of a school with one more, in order.</summary>
    public static string With(string cycles, string one) => string.Join(';', Cycles.Where(c => c == one || cycles.Split(';').Contains(c)));

    private static bool IsName(string name, bool isArabic) =>
        name.Length is > 1 and <= LicenceCase.NameLength && name.Any(isArabic ? IsArabic : char.IsAsciiLetter) && !name.Any(isArabic ? char.IsAsciiLetter : IsArabic) && !name.Any(char.IsDigit);

    private static bool IsArabic(char letter) => letter is >= '\u0621' and <= '\u06D3';

    private sealed class PeopleValidator : AbstractValidator<TypedPeople>
    {
        public PeopleValidator() => this.HasPeople(p => p);
    }
}
