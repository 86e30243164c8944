using FluentValidation;
using Massar.Features.Decisions.Domain;
using Massar.Infrastructure.Text;

namespace Massar.Features.Decisions.PostponeAdvancement;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.On).Must(on => TypedDay.IsEmptyOrDay(on)).WithMessage("decisions.not-a-day");
        RuleFor(c => c.Reason).Must(r => r is not null && Postponement.Reasons.Contains(r)).WithMessage("decisions.reason-needed");
        RuleFor(c => c.Remark).Must((c, remark) => c.Reason != "other" || BidiSafe.CleanLinesOrNull(remark) is not null).WithMessage("decisions.remark-needed");
        RuleFor(c => c.Remark).MaximumLength(Postponement.RemarkLength).WithMessage("decisions.remark-long").WithState(_ => new object[] { Postponement.RemarkLength });
    }
}
