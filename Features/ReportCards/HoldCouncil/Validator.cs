using FluentValidation;
using Massar.Features.ReportCards.Domain;

namespace Massar.Features.ReportCards.HoldCouncil;

public sealed class Validator : AbstractValidator<LineCommand>
{
    public Validator()
    {
        RuleFor(c => c.Remark).MaximumLength(CouncilLine.TextLength).WithMessage("report-cards.text.long").WithState(_ => new object[] { CouncilLine.TextLength });
        RuleFor(c => c.Dissent).MaximumLength(CouncilLine.TextLength).WithMessage("report-cards.text.long").WithState(_ => new object[] { CouncilLine.TextLength });
    }
}
