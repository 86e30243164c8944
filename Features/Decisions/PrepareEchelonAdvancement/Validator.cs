using FluentValidation;

namespace Massar.Features.Decisions.PrepareEchelonAdvancement;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.On).Must(on => string.IsNullOrEmpty(on) || Day.Read(on) is not null).WithMessage("decisions.not-a-day");
        RuleFor(c => c.Employees).Must((c, chosen) => c.All || chosen.Length > 0).WithMessage("decisions.choose-somebody");
    }
}
