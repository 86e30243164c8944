using FluentValidation;
using Massar.Features.Certificates.Domain;

namespace Massar.Features.Certificates.IssueForPupil;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() =>
        RuleFor(c => c.Purpose).Must(p => Enum.TryParse<CertificatePurpose>(p, out var purpose) && Enum.IsDefined(purpose)).WithMessage("certificates.purpose.choose");
}
