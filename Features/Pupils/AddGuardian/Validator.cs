using FluentValidation;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Text;

namespace Massar.Features.Pupils.AddGuardian;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.Quality).Must(q => Enum.TryParse<GuardianQuality>(q, out var quality) && Enum.IsDefined(quality)).WithMessage("pupils.wrong.choose");
        foreach (var name in (System.Linq.Expressions.Expression<Func<Command, string?>>[])[c => c.LastNameAr, c => c.FirstNameAr])
            RuleFor(name).Must(n => BidiSafe.Clean(n) is { Length: > 0 and <= Pupil.NameLength } clean && NameLetters.AreArabic(clean)).WithMessage("pupils.wrong.arabic");
        foreach (var name in (System.Linq.Expressions.Expression<Func<Command, string?>>[])[c => c.LastNameLatin, c => c.FirstNameLatin])
            RuleFor(name).Must(n => BidiSafe.Clean(n) is { Length: > 0 and <= Pupil.NameLength } clean && NameLetters.AreLatin(clean)).WithMessage("pupils.wrong.latin");
        RuleFor(c => c.Cin).Must(c => Cin.Read(c) is not null).WithMessage("pupils.wrong.cin");
        RuleFor(c => c.Phone).Must(p => string.IsNullOrWhiteSpace(p) || MoroccanPhone.Read(p) is not null).WithMessage("pupils.wrong.phone");
        RuleFor(c => c.Custody).Must(c => c is "yes" or "no").WithMessage("pupils.wrong.choose");
        RuleFor(c => c.StartsOn).Must(d => TypedDay.Read(d) is { Year: > 1950 } day && day <= MoroccanDay.Today(clock)).WithMessage("pupils.wrong.date");
        this.HasProof(c => c.Proof, clock);
    }
}
