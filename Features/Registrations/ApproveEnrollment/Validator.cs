using FluentValidation;

namespace Massar.Features.Registrations.ApproveEnrollment;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Exception).MaximumLength(500).WithMessage("registrations.wrong.too-long");
        RuleFor(c => c.AboveReason).MaximumLength(500).WithMessage("registrations.wrong.too-long");
        RuleFor(c => c.Pupil).Must(p => string.IsNullOrEmpty(p) || p == Command.NewPupil || long.TryParse(p, out _)).WithMessage("registrations.approve.choose");
    }
}
