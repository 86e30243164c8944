using FluentValidation;
using Massar.Features.Decisions.Domain;

namespace Massar.Features.Decisions.RecordHandDelivery;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.On).NotNull().WithMessage("decisions.not-a-day").OverridePropertyName(nameof(Command.Day));
        RuleFor(c => c.Receipt).MaximumLength(Decision.RemarkLength).WithMessage("decisions.remark-long").WithState(_ => new object[] { Decision.RemarkLength });
    }
}
