using FluentValidation;

namespace Massar.Features.Certificates.MendPupilData;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Version).Must(v => int.TryParse(v, out _)).WithMessage("ui.bad-request");
}
