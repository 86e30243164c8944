using FluentValidation;
using Massar.Features.Certificates.Domain;
using Massar.Infrastructure.Security;

namespace Massar.Features.Certificates.RequestCertificate;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator(CurrentUser user)
    {
        // A pupil asks for nobody else, so there is nothing to choose.
        RuleFor(c => c.Pupil).Must(p => long.TryParse(p, out _) || (string.IsNullOrEmpty(p) && user.PupilId is not null)).WithMessage("certificates.pupil.choose");
        RuleFor(c => c.Purpose).Must(p => Enum.TryParse<CertificatePurpose>(p, out var purpose) && Enum.IsDefined(purpose)).WithMessage("certificates.purpose.choose");
    }
}
