using FluentValidation;
using FluentValidation.Results;
using Massar.Features.Decisions.Domain;

namespace Massar.Features.Decisions.PrepareDecision;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Kind).Must(k => DecisionKinds.FindByHand(k) is not null).WithMessage("decisions.new.choose-kind");
        RuleFor(c => c.Version).Must(v => int.TryParse(v, out _)).WithMessage("ui.bad-request");
        // Each kind asks its own facts.
        RuleFor(c => c.Facts).Custom((facts, context) =>
        {
            if (DecisionKinds.FindByHand(context.InstanceToValidate.Kind) is { } kind)
                foreach (var (field, why) in facts.Wrong(kind))
                    context.AddFailure(new ValidationFailure(field, why.Key) { CustomState = why.Args });
        });
    }
}
