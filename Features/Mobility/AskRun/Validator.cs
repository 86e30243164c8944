using FluentValidation;
using Massar.Features.Mobility.Domain;

namespace Massar.Features.Mobility.AskRun;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Reason).MaximumLength(AssignmentRun.ReasonLength).WithMessage("mobility.too-long").WithState(_ => new object[] { AssignmentRun.ReasonLength });
}
