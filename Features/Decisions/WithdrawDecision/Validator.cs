using FluentValidation;
using Massar.Features.Decisions.Domain;

namespace Massar.Features.Decisions.WithdrawDecision;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Reason).Must(r => r is not null && DecisionFlow.WithdrawalReasons.Contains(r)).WithMessage("decisions.reason-needed");
        RuleFor(c => c.Remark).Must((c, remark) => c.Reason != "other" || !string.IsNullOrWhiteSpace(remark)).WithMessage("decisions.remark-needed");
        RuleFor(c => c.Remark).Must(r => r is null || PaperLetters.AreIn(r)).WithMessage("decisions.withdrawal.remark-letters");
        RuleFor(c => c.Remark).MaximumLength(Decision.RemarkLength).WithMessage("decisions.remark-long").WithState(_ => new object[] { Decision.RemarkLength });
    }
}
