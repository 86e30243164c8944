using FluentValidation;
using Massar.Features.StaffPapers.Domain;

namespace Massar.Features.StaffPapers.AskForPaper;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Kind).Must(k => Enum.TryParse<StaffPaperKind>(k, out var kind) && Enum.IsDefined(kind)).WithMessage("staff-papers.kind.choose");
}
