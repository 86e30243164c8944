using FluentValidation;
using FluentValidation.Results;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;

namespace Massar.Features.Pupils.CorrectIdentity;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(TimeProvider clock)
    {
        RuleFor(c => c.Identity).Custom((identity, context) =>
        {
            foreach (var (field, said) in identity.Wrong(MoroccanDay.Today(clock)))
                context.AddFailure(new ValidationFailure(field, said.Key) { CustomState = said.Args });
        });
        this.HasProof(c => c.Proof, clock);
        RuleFor(c => c.Reason).IsChangeReason();
    }
}
