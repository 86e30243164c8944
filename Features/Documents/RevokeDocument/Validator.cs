using FluentValidation;
using Massar.Features.Documents.Domain;
using Massar.Infrastructure.Text;

namespace Massar.Features.Documents.RevokeDocument;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Reason)
        .Must(r => BidiSafe.Clean(r).Length is >= 5 and <= IssuedDocument.ReasonLength).WithMessage("documents.revoke.reason.wrong").WithState(_ => new object[] { IssuedDocument.ReasonLength });
}
