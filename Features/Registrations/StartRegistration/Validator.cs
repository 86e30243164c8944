using FluentValidation;
using Massar.Infrastructure.Text;

namespace Massar.Features.Registrations.StartRegistration;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Phone)
        .Must(p => MoroccanPhone.Read(p) is not null).WithMessage("registrations.wrong.phone")
        .Must(p => MoroccanPhone.Read(p) is not { IsMobile: false }).WithMessage("registrations.wrong.not-mobile");
}
