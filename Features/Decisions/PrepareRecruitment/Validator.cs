using FluentValidation;
using Massar.Features.Decisions.Domain;
using Massar.Features.Employees.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.Decisions.PrepareRecruitment;

public sealed class Validator : AbstractValidator<Command>
{
    private const int NameLength = 60;

    private const int DegreeLength = 200;

    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.Ppr).Must(p => Employee.IsPpr(Digits.ToLatin(p ?? "").Trim())).WithMessage("decisions.promotion.exam.ppr-wrong");
        RuleFor(c => c.Cin).Must(c => Cin.Read(c) is not null).WithMessage("employees.write.cin");
        RuleFor(c => c.LastNameAr).Must(n => Is(n, NameLetters.AreArabic)).WithMessage("employees.write.arabic");
        RuleFor(c => c.FirstNameAr).Must(n => Is(n, NameLetters.AreArabic)).WithMessage("employees.write.arabic");
        RuleFor(c => c.LastNameLatin).Must(n => Is(n, NameLetters.AreLatin)).WithMessage("employees.write.latin");
        RuleFor(c => c.FirstNameLatin).Must(n => Is(n, NameLetters.AreLatin)).WithMessage("employees.write.latin");
        RuleFor(c => c.Sex).Must(s => s is nameof(Sex.Female) or nameof(Sex.Male)).WithMessage("decisions.recruit.choose");
        RuleFor(c => c.Marital).Must(m => Enum.GetNames<MaritalStatus>().Contains(m)).WithMessage("decisions.recruit.choose");
        RuleFor(c => c.BirthDate).Must(d => TypedDay.Read(d) is not null).WithMessage("decisions.not-a-day");
        RuleFor(c => c.From).Must(d => TypedDay.Read(d) is not null).WithMessage("decisions.not-a-day");
        // An entry is named ahead, or within the year it happened in.
        RuleFor(c => c.From).Must(d => TypedDay.Read(d) is not { } day || (day >= MoroccanDay.Today(clock).AddYears(-1) && day <= MoroccanDay.Today(clock).AddYears(1))).WithMessage("decisions.recruit.from-far");
        RuleFor(c => c.Degree).Must(d => BidiSafe.Clean(d) is { Length: > 2 and <= DegreeLength } words && PaperLetters.AreIn(words)).WithMessage("decisions.recruit.degree-needed").WithState(_ => new object[] { DegreeLength });
        RuleFor(c => c.Cause).Must(c => DecisionKinds.Find(Recruitment.KindCode)!.Causes.Contains(c ?? "")).WithMessage("decisions.reason-choose");
    }

    private static bool Is(string? typed, Func<string, bool> script) => BidiSafe.Clean(typed) is { Length: > 0 and <= NameLength } name && script(name) && name.Any(char.IsLetter);
}
