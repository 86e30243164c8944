using FluentValidation;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Text;

namespace Massar.Features.Decisions.GiveDelegation;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Delegate).Must(d => d > 0).WithMessage("decisions.delegation.who-needed");
        RuleFor(c => c.From).Must(d => TypedDay.Read(d) is not null).WithMessage("decisions.not-a-day");
        RuleFor(c => c.Until).Must(d => TypedDay.Read(d) is not null).WithMessage("decisions.not-a-day");
        RuleFor(c => c.Cause).Must(r => r is not null && Delegation.Causes.Contains(r)).WithMessage("decisions.reason-needed");
        RuleFor(c => c.Kinds).Must((c, kinds) => c.All || kinds.Length > 0).WithMessage("decisions.delegation.kinds-needed");
    }
}
