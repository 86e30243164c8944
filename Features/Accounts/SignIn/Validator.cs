using FluentValidation;

namespace Massar.Features.Accounts.SignIn;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Login).NotEmpty().WithMessage("accounts.login.missing");
        RuleFor(c => c.Password).NotEmpty().WithMessage("accounts.password.missing")
            .MaximumLength(1024).WithMessage("accounts.password.too-long").WithState(_ => new object[] { Massar.Infrastructure.Security.Passwords.PasswordPolicy.Maximum });
    }
}
