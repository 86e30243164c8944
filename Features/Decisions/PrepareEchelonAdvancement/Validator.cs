using FluentValidation;
using Massar.Infrastructure.Text;

namespace Massar.Features.Decisions.PrepareEchelonAdvancement;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.On).Must(on => TypedDay.IsEmptyOrDay(on)).WithMessage("decisions.not-a-day");
        RuleFor(c => c.Employees).Must((c, chosen) => c.All || chosen.Length > 0).WithMessage("decisions.choose-somebody");
    }
}
