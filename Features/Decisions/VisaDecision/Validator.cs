using FluentValidation;
using Massar.Features.Decisions.Domain;

namespace Massar.Features.Decisions.VisaDecision;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Act).Must(a => Acts.Read(a) is not null).WithMessage("decisions.act-needed");
        RuleFor(c => c.Remark).MaximumLength(Decision.RemarkLength).WithMessage("decisions.remark-long").WithState(_ => new object[] { Decision.RemarkLength });
    }
}
