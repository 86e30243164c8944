using FluentValidation;
using Massar.Infrastructure.Text;

namespace Massar.Features.Employees.MendIdentity;

public sealed class Validator : AbstractValidator<Command>
{
    private const int NameLength = 60;

    public Validator()
    {
        RuleFor(c => c.Version).Must(v => int.TryParse(v, out _)).WithMessage("ui.bad-request");
        RuleFor(c => c.LastNameAr).Must(n => Is(n, NameLetters.AreArabic)).WithMessage("employees.write.arabic");
        RuleFor(c => c.FirstNameAr).Must(n => Is(n, NameLetters.AreArabic)).WithMessage("employees.write.arabic");
        RuleFor(c => c.LastNameLatin).Must(n => Is(n, NameLetters.AreLatin)).WithMessage("employees.write.latin");
        RuleFor(c => c.FirstNameLatin).Must(n => Is(n, NameLetters.AreLatin)).WithMessage("employees.write.latin");
        RuleFor(c => c.Cin).Must(c => Cin.Read(c) is not null).WithMessage("employees.write.cin");
    }

    private static bool Is(string? typed, Func<string, bool> script) => BidiSafe.Clean(typed) is { Length: > 0 and <= NameLength } name && script(name) && name.Any(char.IsLetter);
}
