using FluentValidation;
using Massar.Features.Mobility.Domain;

namespace Massar.Features.Mobility.ApplyForTransfer;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Kind).Must(k => Enum.TryParse<RequestKind>(k, out var kind) && Enum.IsDefined(kind)).When(c => c.Do == "kind").WithMessage("mobility.kind.choose");
        RuleFor(c => c.Note).MaximumLength(MovementRequest.NoteLength).WithMessage("mobility.too-long").WithState(_ => new object[] { MovementRequest.NoteLength });
        RuleFor(c => c.Place).NotNull().When(c => c.Do == "add").WithMessage("mobility.wish.choose");
    }
}
